using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Infrastructure.Leasing.Keys;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary><c>last-backup.json</c> in a data directory: when the last backup of it was made, and with which keys.</summary>
/// <param name="Keys">The keys' fingerprint.</param>
public sealed record LastBackup([property: JsonConverter(typeof(UtcSecondsConverter))] DateTimeOffset MadeAt, string Keys)
{
    public const string FileName = "last-backup.json";

    public void Write(string directory) =>
        KeyFiles.Write(Path.Combine(directory, FileName), JsonSerializer.Serialize(this, LastBackupJson.Default.LastBackup) + "\n");

    /// <returns>Null when none was made, or what tells of it cannot be read.</returns>
    public static LastBackup? Read(string directory)
    {
        var file = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), LastBackupJson.Default.LastBackup) : null;
        }
        catch (JsonException)
        {
            // Not what was written: then nothing is known of a backup, and another one is wanted.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(LastBackup))]
internal sealed partial class LastBackupJson : JsonSerializerContext;
