using BigPicture.Domain.Leasing;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Takes keys of a data directory out of use, never without another one in their place.</summary>
public static class KeyRetiring
{
    /// <summary>Another key of this use takes over as soon as every server has read it; what the others signed verifies to its end.</summary>
    /// <param name="use">One of <see cref="KeyUse"/>.</param>
    /// <exception cref="KeyStoreException">The keys cannot be read, or what may certify another one is kept elsewhere.</exception>
    public static KeySuccession Rotate(KeyStoreOptions options, string use, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        var before = change.Manifest.Of(use).Where(entry => entry.Retired is null).Select(change.IdOf).Distinct().ToList();
        var made = KeyAddition.Add(change, use);
        change.Retire(entry => before.Contains(change.IdOf(entry)), ServerKey.Rotated);
        change.Save();
        return new KeySuccession(before, [made]);
    }

    /// <summary>A key signs nothing new. Where it was the last of its use, or others stand below it, new ones take over at once.</summary>
    /// <param name="id"><c>k4.pid</c>, of whatever use.</param>
    /// <param name="reason"><c>retired</c>, or <c>compromised</c>: then nothing that it signed or certified counts any more.</param>
    /// <exception cref="KeyStoreException">There is no such key, it is retired, or there would be none in its place.</exception>
    public static KeySuccession Retire(KeyStoreOptions options, string id, string reason, TimeProvider time)
    {
        using var change = new KeyChange(options, time);
        var entries = change.Manifest.All.Where(entry => change.IdOf(entry) == id).ToList();
        if (entries.Count == 0)
            throw new KeyStoreException(KeyStoreFault.Unknown, $"There is no key {id} here; `bigpicture keys list` shows which there are.");
        if (!entries.Exists(entry => KeyChange.CanRetire(entry, reason)))
            throw new KeyStoreException(KeyStoreFault.Conflict, $"{id} is out of use already.");
        change.Retire(entry => change.IdOf(entry) == id, reason);
        if (!change.RootsInUse.Any())
            throw new KeyStoreException(
                KeyStoreFault.Conflict,
                $"{id} is the only root in use; add another one first, and give applications time to learn it."
            );
        var made = Replace(change);
        change.Save();
        return new KeySuccession([id], made);
    }

    /// <summary>New keys for every use that had one and has none any more.</summary>
    private static List<string> Replace(KeyChange change)
    {
        var made = new List<string>();
        foreach (var use in KeyManifest.LeafUses)
        {
            var before = change.Manifest.Of(use);
            if (before.Count == 0 || before.Any(change.IsServing))
                continue;
            if (change.ParentOf(use) is null && change.RootHere is not null)
                made.Add(KeyAddition.Add(change, KeyUse.Delegate));
            if (change.ParentOf(use) is not { } parent)
                throw new KeyStoreException(
                    KeyStoreFault.Conflict,
                    $"No {use} key would be left, and none can be made here: the delegate's private part is kept elsewhere. Bring it here, or "
                        + "another key first: `bigpicture keys create --request FILE`."
                );
            made.Add(change.Add(use, parent));
            var fallen = before.Select(change.IdOf).ToHashSet(StringComparer.Ordinal);
            change.Retire(entry => fallen.Contains(change.IdOf(entry)), ServerKey.Rotated);
        }
        return made;
    }
}

/// <param name="Retired">Ids of the keys that sign nothing new.</param>
/// <param name="Made">Ids of those that were made in their place.</param>
public sealed record KeySuccession(IReadOnlyList<string> Retired, IReadOnlyList<string> Made);
