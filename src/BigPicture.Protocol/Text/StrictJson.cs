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
            root = JsonElement.Parse(utf8, Options);
            // Bytes are valid by now, so only an escape can hold a lone surrogate. The parser lets it pass; asking for the string fails.
            if (Array.IndexOf(utf8, (byte)'\\') >= 0)
                ReadEveryString(root);
            return root.ValueKind == JsonValueKind.Object;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
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
