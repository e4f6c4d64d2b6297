using System.Text.Json;

namespace BigPicture.IntegrationTests.BadInput;

/// <summary>Strings that broke other programs. They are sent as text and never run, dialled or opened.</summary>
internal static class Vectors
{
    private static readonly string Folder = Repository.Path("tests/vectors");

    /// <summary>Every string that can be sent as JSON text, once.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        .. new[]
        {
            Strings("naughty-strings/blns.json"),
            Strings("bad-input/csv-formula.json"),
            JsonElement
                .Parse(Read("bad-input/special-use-addresses.json"))
                .EnumerateArray()
                .Select(row => row.GetProperty("cidr").GetString()!),
            Utf8(isValid: true).Select(System.Text.Encoding.UTF8.GetString),
            Lines("crlf", "sqli-auth-bypass", "sqli-generic", "sqli-polyglots", "ssrf-urls", "traversal", "xss-polyglots"),
            Dates(),
        }
            .SelectMany(texts => texts)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The files of a JSON parser's test suite: bodies good, bad and in between.</summary>
    public static IReadOnlyList<(string Name, byte[] Body)> JsonFiles { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Folder, "json/test_parsing"))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))),
    ];

    public static IEnumerable<byte[]> Utf8(bool isValid) =>
        JsonElement
            .Parse(Read("bad-input/utf8.json"))
            .GetProperty("tests")
            .EnumerateArray()
            .Where(test => test.GetProperty("valid_utf8").GetBoolean() == isValid)
            .Select(test => Convert.FromHexString(test.GetProperty("hex").GetString()!));

    /// <summary>Dates of a JSON Schema suite: most are valid RFC 3339, hardly any is our one spelling.</summary>
    public static IEnumerable<string> Dates() =>
        JsonElement
            .Parse(Read("formats/date-time.json"))
            .EnumerateArray()
            .SelectMany(group => group.GetProperty("tests").EnumerateArray())
            .Select(test => test.GetProperty("data"))
            .Where(data => data.ValueKind == JsonValueKind.String)
            .Select(data => data.GetString()!);

    private static IEnumerable<string> Strings(string file) =>
        JsonElement.Parse(Read(file)).EnumerateArray().Select(text => text.GetString()!);

    private static IEnumerable<string> Lines(params string[] lists) =>
        lists.SelectMany(list => File.ReadAllLines(Path.Combine(Folder, $"bad-input/{list}.txt")).Where(line => line.Length > 0));

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
