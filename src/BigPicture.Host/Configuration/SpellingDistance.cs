namespace BigPicture.Host.Configuration;

/// <summary>What somebody may have meant who wrote a name that does not exist.</summary>
internal static class SpellingDistance
{
    /// <returns>Null when none is near: a letter may be wrong in a short name, three in a long one.</returns>
    public static string? Nearest(string written, IEnumerable<string> names)
    {
        var nearest = names.MinBy(name => Between(written, name))!;
        return Between(written, nearest) <= Math.Clamp(written.Length / 4, 1, 3) ? nearest : null;
    }

    /// <summary>Letters to add, drop or change, whatever their case.</summary>
    private static int Between(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                left = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }
        return row[^1];
    }
}
