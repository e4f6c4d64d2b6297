using System.Globalization;
using BigPicture.Domain.Shared;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BigPicture.Host.Edge.Headers;

/// <summary>Headers that a change may carry: the version that it depends on, and the key under which it is done once.</summary>
internal static class Conditions
{
    public const string IfMatch = "If-Match";
    public const string IfNoneMatch = "If-None-Match";
    public const string IdempotencyKey = "Idempotency-Key";
    private const int KeyMax = 128;

    /// <returns>Null for no condition: no header, or <c>*</c>, since a change of what does not exist is refused anyway.</returns>
    public static Outcome<long?> ExpectedVersion(StringValues header)
    {
        if (header.Count == 0 || header is ["*"])
            return (long?)null;
        var isVersion =
            header is [['"', .. var digits, '"']]
            && digits is [not '0', ..]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isVersion
            ? long.Parse(header.ToString().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture)
            : Denial.BadField(IfMatch, "must be one strong entity tag as an ETag header gave it, like \"3\", or *");
    }

    /// <returns>Whether one of the header's entity tags is this one; compared weakly (RFC 9110 section 13.1.2), and <c>*</c> is any.</returns>
    public static Outcome<bool> Names(StringValues header, string tag)
    {
        if (header.Count == 0)
            return false;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var named))
            return Denial.BadField(IfNoneMatch, "must be entity tags as an ETag header gave them, or *");
        var current = new EntityTagHeaderValue(tag);
        return named.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
    }

    /// <returns>Null when there is no key.</returns>
    public static Outcome<string?> Key(StringValues header)
    {
        if (header.Count == 0)
            return (string?)null;
        return header is [{ Length: > 0 and <= KeyMax } key] && key.All(IsPrintable)
            ? key
            : Denial.BadField(IdempotencyKey, $"must be one key of 1–{KeyMax} printable ASCII characters");
    }

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~';
}
