using BigPicture.Client.Time;

namespace BigPicture.Client.Sessions;

/// <summary>Leases that were left at a server that was away: given back when it returns, forgotten when they have ended.</summary>
internal sealed class SeatReturns(ClientParts parts)
{
    private readonly object gate = new();
    private readonly List<HeldLease> owed = [];
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
    private DateTimeOffset due;

    public void Owe(HeldLease lease)
    {
        lock (gate)
            owed.Add(lease);
    }

    /// <summary>One try each, when it is time for one.</summary>
    public async Task Try(CancellationToken cancel)
    {
        if (parts.Time.Now < due)
            return;
        await TryNow(cancel).ConfigureAwait(false);
    }

    public async Task TryNow(CancellationToken cancel)
    {
        foreach (var lease in Owed())
        {
            var reply = await Servers.LeaseCalls.Release(lease.Server, lease.Token.Text, cancel).ConfigureAwait(false);
            if (reply.IsGood(out _, out var why) || why.IsRefusal || lease.End <= parts.Time.Now)
                Settle(lease);
        }
        if (Owed().Count > 0)
            due = parts.Time.Now + backoff.Next();
        else
            backoff.Reset();
    }

    private List<HeldLease> Owed()
    {
        lock (gate)
            return [.. owed];
    }

    private void Settle(HeldLease lease)
    {
        lock (gate)
            owed.Remove(lease);
    }
}
