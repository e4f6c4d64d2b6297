namespace BigPicture.Cli.Output;

internal static class Legible
{
    /// <summary>Names come from outside: no control character of theirs reaches the terminal or breaks a column.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;
}
