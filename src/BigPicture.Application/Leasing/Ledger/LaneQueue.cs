using System.Threading.Channels;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>
/// What waits for one lane: two bounded queues. Those who hold a lease go first; a quarter of each batch is kept for those who want
/// one, so that neither side starves the other.
/// </summary>
internal sealed class LaneQueue(LedgerOptions options)
{
    private readonly Channel<PostedAct> keeping = Bounded(options.KeepQueueMax);
    private readonly Channel<PostedAct> activating = Bounded(options.ActivationQueueMax);
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryAdd(PostedAct posted)
    {
        var queue = posted.Act.TakesSeats ? activating : keeping;
        if (!queue.Writer.TryWrite(posted))
            return false;
        wake.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Waits until something is there; false once the queue is closed and empty.</summary>
    public async ValueTask<bool> Wait()
    {
        while (keeping.Reader.Count == 0 && activating.Reader.Count == 0)
        {
            if (!await wake.Reader.WaitToReadAsync())
                return keeping.Reader.Count > 0 || activating.Reader.Count > 0;
            wake.Reader.TryRead(out _);
        }
        return true;
    }

    /// <summary>Takes what waits, at most a batch; never waits for more to come.</summary>
    public List<PostedAct> Take()
    {
        var batch = new List<PostedAct>();
        var kept = Math.Min(activating.Reader.Count, options.BatchSizeMax / 4);
        Drain(keeping.Reader, batch, options.BatchSizeMax - kept);
        Drain(activating.Reader, batch, options.BatchSizeMax);
        return batch;
    }

    /// <summary>Takes nothing more in; what waits is still served.</summary>
    public void Close()
    {
        keeping.Writer.TryComplete();
        activating.Writer.TryComplete();
        wake.Writer.TryComplete();
    }

    private static void Drain(ChannelReader<PostedAct> queue, List<PostedAct> batch, int sizeMax)
    {
        while (batch.Count < sizeMax && queue.TryRead(out var posted))
            if (posted.TryTake())
                batch.Add(posted);
    }

    private static Channel<PostedAct> Bounded(int capacity) =>
        Channel.CreateBounded<PostedAct>(new BoundedChannelOptions(capacity) { SingleReader = true });
}
