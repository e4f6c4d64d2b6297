using System.Text.Json;
using System.Text.Json.Serialization;
using BigPicture.Protocol.Text;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary><c>manifest.json</c>: what a backup holds, and of what.</summary>
public sealed record BackupManifest
{
    public const string FileName = "manifest.json";
    public const int FormatNow = 1;

    public int Format { get; init; } = FormatNow;

    [JsonConverter(typeof(UtcSecondsConverter))]
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The release that made it.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>The server's name in tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>The last change of the tables that the database had seen.</summary>
    public required string Schema { get; init; }

    /// <summary>The position of the last event in it: what happened later is not in it.</summary>
    public required long LastEventPosition { get; init; }

    /// <summary>Leases that lived, by their rows.</summary>
    public required int LiveLeases { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupManifestJson.Default.BackupManifest);

    /// <exception cref="DatabaseDamagedException">It is no manifest that this release reads.</exception>
    public static BackupManifest Parse(byte[] json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, BackupManifestJson.Default.BackupManifest);
            if (manifest is not { Format: FormatNow })
                throw new DatabaseDamagedException($"{FileName} is of a form that this release does not know.");
            return manifest;
        }
        catch (JsonException e)
        {
            throw new DatabaseDamagedException($"{FileName} is damaged: {e.Message}", e);
        }
    }
}

/// <param name="Path">Below the data directory, with slashes: <c>keys/keys.json</c>.</param>
/// <param name="Sha256">64 hexadecimal digits, lower case.</param>
public sealed record BackupFile(string Path, long Size, string Sha256);

internal sealed class UtcSecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UtcSeconds.TryParse(reader.GetString(), out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(UtcSeconds.Format(value));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestJson : JsonSerializerContext;
