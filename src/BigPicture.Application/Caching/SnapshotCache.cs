using System.Collections.Concurrent;

namespace BigPicture.Application.Caching;

/// <summary>
/// Keeps what was read until somebody says that it changed, or for a given time. Thread-safe; a hit takes no lock.
/// </summary>
/// <remarks>
/// An entry stands there before its read begins. So whoever forgets it after a change takes away also a read that is under way, which may
/// have seen the state before: no old snapshot is ever put back. Callers who want the same thing share one read.
/// </remarks>
/// <param name="entriesMax">When they are reached, the cache starts over: rare, and cheaper than keeping an order of use.</param>
/// <param name="freshFor">Counted from the start of the read; null: until forgotten.</param>
/// <param name="read">Serves all who wait for it, so no caller's cancel ends it.</param>
internal sealed class SnapshotCache<TKey, TValue>(
    int entriesMax,
    Func<TKey, Task<TValue>> read,
    TimeProvider clock,
    TimeSpan? freshFor = null
)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> entries = new();

    public int Count => entries.Count;

    public Task<TValue> Get(TKey key, CancellationToken cancel)
    {
        if (entries.TryGetValue(key, out var found) && IsFresh(found))
            return found.Value is { IsCompleted: true } value ? value : found.Value.WaitAsync(cancel);
        return Add(key, found).Value.WaitAsync(cancel);
    }

    /// <summary>Reads anew, whatever is there or under way.</summary>
    public Task<TValue> Refresh(TKey key, CancellationToken cancel)
    {
        MakeRoom();
        var entry = NewEntry(key);
        entries[key] = entry;
        return entry.Value.WaitAsync(cancel);
    }

    public void Forget(TKey key) => entries.TryRemove(key, out _);

    private bool IsFresh(Entry entry) => freshFor is not { } limit || clock.GetElapsedTime(entry.Since) < limit;

    /// <summary>Replaces what is there, unless somebody else has just done so.</summary>
    private Entry Add(TKey key, Entry? stale)
    {
        MakeRoom();
        var entry = NewEntry(key);
        return entries.AddOrUpdate(key, entry, (_, standing) => ReferenceEquals(standing, stale) ? entry : standing);
    }

    private void MakeRoom()
    {
        if (entries.Count >= entriesMax)
            entries.Clear();
    }

    private Entry NewEntry(TKey key)
    {
        Entry entry = null!;
        return entry = new Entry(clock.GetTimestamp(), () => Read(key, entry));
    }

    private async Task<TValue> Read(TKey key, Entry entry)
    {
        try
        {
            return await read(key);
        }
        catch
        {
            // A failure is told to those who waited, and the next one tries again.
            entries.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    private sealed class Entry(long since, Func<Task<TValue>> read)
    {
        private readonly Lazy<Task<TValue>> value = new(read);

        public long Since => since;

        public Task<TValue> Value => value.Value;
    }
}
