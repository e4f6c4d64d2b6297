using System.Text.Json;

namespace BigPicture.Protocol.Text;

/// <summary>
/// Reads a JSON object that has exactly one meaning: valid UTF-8, no duplicate member at any depth, every string decodable, nesting
/// bounded (PASETO, "Payload processing": keys must be unique).
/// </summary>
internal static class StrictJson
{
    private const int DepthMax = 8;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = DepthMax };

    public static bool TryReadObject(byte[] utf8, out JsonElement root)
    {
        root = default;
        if (!StrictUtf8.IsValid(utf8))
            return false;
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            ReadEveryString(document.RootElement);
            root = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in an escape passes the parser and fails when the string is asked for.
            return false;
        }
    }

    private static void ReadEveryString(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadEveryString(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadEveryString(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            default:
                break;
        }
    }
}
