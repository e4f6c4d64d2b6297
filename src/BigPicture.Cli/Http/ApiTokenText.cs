namespace BigPicture.Cli.Http;

/// <summary>The form of an API token: <c>bp_</c> and 43 characters of base64url.</summary>
internal static class ApiTokenText
{
    private const string Prefix = "bp_";
    private const int Length = 46;

    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Alphabet) < 0;

    private static readonly System.Buffers.SearchValues<char> Alphabet = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );
}
