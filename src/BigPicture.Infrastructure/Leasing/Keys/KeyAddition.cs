using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Adds keys to those of a data directory.</summary>
public static class KeyAddition
{
    /// <summary>One key for this use, certified here, which signs from now on.</summary>
    /// <param name="use">One of <see cref="KeyUse"/>.</param>
    /// <returns>The new key's id, <c>k4.pid</c>.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read, or what may certify it is kept elsewhere.</exception>
    public static string Add(KeyStoreOptions options, string use, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        var id = Add(change, use);
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
            var made = AddMissing(change);
            if (made.Count > 0)
                change.Save();
            return made;
        }
        catch (KeyStoreException e) when (e.Fault is KeyStoreFault.Busy or KeyStoreFault.ReadOnly)
        {
            return [];
        }
    }

    /// <summary>A key that a key elsewhere shall certify: it signs nothing until its certificate is brought here.</summary>
    /// <returns>The new key's id, and its <see cref="KeyRequest"/> as text.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read.</exception>
    public static (string Id, string Request) Ask(KeyStoreOptions options, string use, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        using var key = change.Make(use);
        change.Manifest = change.Manifest with { Waiting = [.. change.Manifest.Waiting, key.Waiting(use)] };
        change.Save();
        return (key.Signer.PublicKey.Id, key.Request(use, change.Manifest.Series, change.Now));
    }

    /// <summary>A root beside those that there are. What signs now goes on; the newest delegate is certified by the new root too.</summary>
    /// <returns>The new root's id.</returns>
    /// <exception cref="KeyStoreException">The keys cannot be read.</exception>
    public static string AddRoot(KeyStoreOptions options, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        using var root = change.Make("root");
        change.Manifest = change.Manifest with { Roots = [.. change.Manifest.Roots, root.Entry()] };
        if (change.Manifest.Delegates.LastOrDefault(entry => entry.Retired is null) is { } entry)
        {
            var key = entry.PublicKey(KeyManifest.FileName);
            var certificate = KeyCertificates.Of(KeyUse.Delegate, key, change.Manifest.Series, change.Now);
            change.Append(KeyUse.Delegate, entry with { Chain = [certificate.Sign(root.Signer)] });
        }
        change.Save();
        return root.Signer.PublicKey.Id;
    }

    internal static IReadOnlyList<string> AddMissing(KeyChange change)
    {
        var made = new List<string>();
        foreach (var use in KeyManifest.LeafUses.Where(use => change.Manifest.Of(use).Count == 0))
        {
            if (change.ParentOf(use) is { } parent)
                made.Add(change.Add(use, parent));
        }
        return made;
    }

    internal static string Add(KeyChange change, string use)
    {
        return change.IssuerOf(use) is { } parent
            ? change.Add(use, parent)
            : throw new KeyStoreException(
                KeyStoreFault.Missing,
                $"No {(use == KeyUse.Delegate ? "root" : "delegate")} that may certify a {use} key lies here; bring its private part here with "
                    + "`bigpicture keys import`, or have the key certified where it lies: `bigpicture keys create --request FILE`."
            );
    }

    private static bool AreMissing(KeyManifest manifest) => KeyManifest.LeafUses.Any(use => manifest.Of(use).Count == 0);
}
