using System.Buffers;
using System.Text;

namespace BigPicture.Domain.Shared;

/// <summary>What text from outside must be. A character is a Unicode code point, so every language counts alike.</summary>
public static class Text
{
    public const int OperatorNameMax = 64;

    private static readonly SearchValues<char> OperatorNameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>What is wrong with a free text such as a name, a reason or an outside id; null when nothing is.</summary>
    public static string? Problem(string text, int charactersMax)
    {
        var count = 0;
        for (var rest = text.AsSpan(); !rest.IsEmpty; count++)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done)
                return "must be valid Unicode text";
            if (Rune.IsControl(rune))
                return "must not contain control characters";
            if (count == charactersMax)
                return $"must be 1–{charactersMax} characters";
            rest = rest[used..];
        }
        return count == 0 ? $"must be 1–{charactersMax} characters" : null;
    }

    /// <summary>What is wrong with a name that an operator chose as an id (tenant, product); null when nothing is.</summary>
    public static string? OperatorNameProblem(string text) =>
        IsNameOf(OperatorNameCharacters, text, OperatorNameMax) && char.IsAsciiLetterOrDigit(text[0])
            ? null
            : $"must be 1–{OperatorNameMax} of a-z 0-9 . _ - and start with a letter or digit";

    public static bool IsNameOf(SearchValues<char> characters, string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExcept(characters);
}
