namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Adds keys to those of a data directory, certified by its delegate.</summary>
public static class KeyAddition
{
    /// <summary>One key for this use, which signs from now on.</summary>
    /// <returns>The new key's id, <c>k4.pid</c>.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read, or the delegate's private part is kept elsewhere.</exception>
    public static string Add(KeyStoreOptions options, string use, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        var parent =
            change.ParentOf(use)
            ?? throw new KeyStoreException(
                KeyStoreFault.Missing,
                $"No delegate that may certify a {use} key lies in {options.KeyDirectory}; bring its private part here first."
            );
        var id = change.Add(use, parent);
        change.Save();
        return id;
    }

    /// <summary>
    /// A key for each use that has none, as in a directory of an earlier version. None where the delegate's private part is kept
    /// elsewhere or nothing can be written; and none while another process changes the keys, since that one will do it.
    /// </summary>
    /// <returns>The new keys' ids.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read.</exception>
    public static IReadOnlyList<string> AddMissing(KeyStoreOptions options, TimeProvider time)
    {
        if (!AreMissing(KeyStore.ReadManifest(options).Manifest))
            return [];
        try
        {
            using var change = new KeyChange(options, time);
            return AddMissing(change);
        }
        catch (KeyStoreException e) when (e.Fault is KeyStoreFault.Busy or KeyStoreFault.ReadOnly)
        {
            return [];
        }
    }

    internal static IReadOnlyList<string> AddMissing(KeyChange change)
    {
        var made = new List<string>();
        foreach (var use in KeyManifest.LeafUses.Where(use => change.Manifest.Of(use).Count == 0))
        {
            if (change.ParentOf(use) is { } parent)
                made.Add(change.Add(use, parent));
        }
        if (made.Count > 0)
            change.Save();
        return made;
    }

    private static bool AreMissing(KeyManifest manifest) => KeyManifest.LeafUses.Any(use => manifest.Of(use).Count == 0);
}
