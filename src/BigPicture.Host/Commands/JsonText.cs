using System.Text.Encodings.Web;
using System.Text.Json;

namespace BigPicture.Host.Commands;

/// <summary>How commands print JSON: to be read by people too.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
