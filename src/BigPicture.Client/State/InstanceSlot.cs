namespace BigPicture.Client.State;

/// <summary>
/// A place that one running instance of the application holds for its lifetime. Its id is the session id of the lease key, and stays
/// with the place: an instance that starts after a crash gets the place of the one that died, and with it the same seat. Instances
/// that run at the same time hold different places.
/// </summary>
internal sealed class InstanceSlot : IDisposable
{
    private const int CountMax = 1000;

    private readonly StateFolder? folder;
    private readonly FileStream? hold;
    private readonly string name;

    private InstanceSlot(StateFolder? folder, FileStream? hold, string name, SlotRecord record) =>
        (this.folder, this.hold, this.name, Record) = (folder, hold, name, record);

    public SlotRecord Record { get; private set; }

    public string Instance => Record.Instance;

    /// <param name="owner">Who the leases of the place are for.</param>
    public static InstanceSlot Take(StateFolder? folder, string owner)
    {
        if (folder is null)
            return Unkept();
        InstanceSlot? slot = null;
        var prefix = Hashing.Text(owner).Substring(0, 16);
        // First those that somebody left without giving back, so that no seat waits for its end.
        folder.Try(() => slot = Find(folder, prefix, mustHold: true) ?? Find(folder, prefix, mustHold: false));
        return slot ?? Unkept();
    }

    public void Keep(Uri server, string token) => Write(Record with { Server = server, Token = token });

    public void Clear() => Write(Record with { Server = null, Token = null });

    public void Dispose() => hold?.Dispose();

    private static InstanceSlot? Find(StateFolder folder, string prefix, bool mustHold)
    {
        for (var number = 1; number <= CountMax; number++)
        {
            var name = $"{prefix}-{number}.json";
            var known = folder.Read(name, StateJson.Default.SlotRecord);
            if (known is null && mustHold)
                return null;
            if (mustHold && known!.Token is null)
                continue;
            if (folder.TryLock($"{prefix}-{number}.lock") is not { } hold)
                continue;
            var slot = new InstanceSlot(folder, hold, name, folder.Read(name, StateJson.Default.SlotRecord) ?? New());
            slot.Write(slot.Record);
            return slot;
        }
        return null;
    }

    private static InstanceSlot Unkept() => new(null, null, "", New());

    private static SlotRecord New() => new() { Instance = Hashing.Lot() };

    private void Write(SlotRecord record)
    {
        Record = record;
        folder?.Write(name, record, StateJson.Default.SlotRecord);
    }
}
