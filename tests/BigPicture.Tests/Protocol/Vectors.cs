using System.Text.Json;

namespace BigPicture.Tests.Protocol;

/// <summary>The public test vectors under <c>tests/vectors</c>, found from wherever the tests were built.</summary>
internal static class Vectors
{
    public static string Folder { get; } = Path.Combine(Testing.Checkout.Root, "tests", "vectors");

    public static IEnumerable<JsonElement> Tests(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));
        return [.. document.RootElement.GetProperty("tests").EnumerateArray().Select(test => test.Clone())];
    }

    public static string Text(this JsonElement test, string name) => test.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement test, string name) => Convert.FromHexString(test.Text(name));

    public static bool MustFail(this JsonElement test) => test.GetProperty("expect-fail").GetBoolean();
}
