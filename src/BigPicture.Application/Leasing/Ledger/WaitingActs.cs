using System.Threading.Channels;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>A bounded queue of acts, from which those on some books may be taken before their turn; among them, first come, first served.</summary>
/// <param name="capacity">How many may wait.</param>
internal sealed class WaitingActs(int capacity)
{
    /// <summary>So far the queue is looked through for acts on some books; it may hold so many more acts than its capacity.</summary>
    private const int PassedMax = 256;

    private readonly Channel<PostedAct> channel = Channel.CreateBounded<PostedAct>(
        new BoundedChannelOptions(capacity) { SingleReader = true }
    );

    // Looked at and left, in front of those in the channel. Only the lane touches it.
    private Queue<PostedAct> passed = new();

    public int Count => passed.Count + channel.Reader.Count;

    public bool TryAdd(PostedAct posted) => channel.Writer.TryWrite(posted);

    public void Close() => channel.Writer.TryComplete();

    /// <summary>Moves what waited longest, until the batch has that many.</summary>
    public void MoveTo(List<PostedAct> batch, int sizeMax)
    {
        while (batch.Count < sizeMax && (passed.TryDequeue(out var posted) || channel.Reader.TryRead(out posted)))
            if (posted.TryTake())
                batch.Add(posted);
    }

    /// <summary>Moves acts on these books; the others keep their turn.</summary>
    public void MoveTo(List<PostedAct> batch, int sizeMax, HashSet<(TenantId, EntitlementId)> books)
    {
        var left = new Queue<PostedAct>();
        while (batch.Count < sizeMax && left.Count < PassedMax && (passed.TryDequeue(out var posted) || channel.Reader.TryRead(out posted)))
        {
            if (!books.Contains((posted.Act.Tenant, posted.Act.Entitlement)))
                left.Enqueue(posted);
            else if (posted.TryTake())
                batch.Add(posted);
        }
        foreach (var posted in passed)
            left.Enqueue(posted);
        passed = left;
    }
}
