using System.Threading.Channels;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>
/// What waits for one lane: two bounded queues. Those who hold a lease go first; a quarter of each batch is kept for those who want
/// one, so that neither side starves the other.
/// </summary>
internal sealed class LaneQueue(LedgerOptions options)
{
    private readonly WaitingActs keeping = new(options.KeepQueueMax);
    private readonly WaitingActs activating = new(options.ActivationQueueMax);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    public (int Keeping, int Activating) Depth => (keeping.Count, activating.Count);

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryAdd(PostedAct posted)
    {
        var queue = posted.Act.TakesSeats ? activating : keeping;
        if (!queue.TryAdd(posted))
            return false;
        wake.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Waits until something is there; false once the queue is closed and empty.</summary>
    public async ValueTask<bool> Wait()
    {
        while (keeping.Count == 0 && activating.Count == 0)
        {
            if (!await wake.Reader.WaitToReadAsync())
                return keeping.Count > 0 || activating.Count > 0;
            wake.Reader.TryRead(out _);
        }
        return true;
    }

    /// <summary>Takes what waits, at most a batch; never waits for more to come.</summary>
    public List<PostedAct> Take()
    {
        var batch = new List<PostedAct>();
        var kept = Math.Min(activating.Count, options.BatchSizeMax / 4);
        keeping.MoveTo(batch, options.BatchSizeMax - kept);
        activating.MoveTo(batch, options.BatchSizeMax);
        return batch;
    }

    /// <summary>Takes what came since for the same books, as far as the batch has room for it.</summary>
    public List<PostedAct> TakeLate(List<PostedAct> batch)
    {
        var late = new List<PostedAct>();
        var room = options.BatchSizeMax - batch.Count;
        var books = batch.Select(posted => (posted.Act.Tenant, posted.Act.Entitlement)).ToHashSet();
        keeping.MoveTo(late, room, books);
        activating.MoveTo(late, room, books);
        return late;
    }

    /// <summary>Takes nothing more in; what waits is still served.</summary>
    public void Close()
    {
        keeping.Close();
        activating.Close();
        wake.Writer.TryComplete();
    }
}
