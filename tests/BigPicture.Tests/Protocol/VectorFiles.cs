using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace BigPicture.Tests.Protocol;

/// <summary>Vectors that are made here, and stand in files for every SDK. <c>BIGPICTURE_WRITE_VECTORS=1</c> writes them.</summary>
internal static class VectorFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
    };

    public static void MustBe<T>(string file, T made)
    {
        var path = Path.Combine(Vectors.Folder, file);
        var text = JsonSerializer.Serialize(made, Json) + "\n";
        if (Environment.GetEnvironmentVariable("BIGPICTURE_WRITE_VECTORS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.True(text == File.ReadAllText(path), $"{file} is not what our code makes.");
    }

    public static string Text(string file) => File.ReadAllText(Path.Combine(Vectors.Folder, file));

    public static T Read<T>(string file) => JsonSerializer.Deserialize<T>(Text(file), Json)!;
}
