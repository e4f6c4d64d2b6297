namespace BigPicture.Application.Telemetry.Following;

/// <summary>
/// Tells those who follow the feed on this server that there is something for them to read. One look at the table serves all of them, and nobody
/// looks while nobody follows; what they read, they read themselves.
/// </summary>
public sealed class FeedWatch
{
    private readonly Lock gate = new();
    private readonly HashSet<FeedFollower> followers = [];
    private long? seen;

    public bool IsIdle
    {
        get
        {
            lock (gate)
                return followers.Count == 0;
        }
    }

    /// <summary>Up to where was looked; null: nowhere since somebody follows.</summary>
    internal long? Seen
    {
        get
        {
            lock (gate)
                return seen;
        }
    }

    /// <summary>Called before the follower reads for the first time, so that nothing falls between.</summary>
    public FeedFollower Follow(EventFilter filter)
    {
        var follower = new FeedFollower(this, filter);
        lock (gate)
        {
            if (followers.Count == 0)
                seen = null;
            followers.Add(follower);
        }
        follower.Tell(0, isConcerned: true);
        return follower;
    }

    internal void Leave(FeedFollower follower)
    {
        lock (gate)
            followers.Remove(follower);
    }

    /// <summary>Nobody knows what lies before: everybody looks.</summary>
    internal void Begin(long head)
    {
        lock (gate)
        {
            seen = head;
            foreach (var follower in followers)
                follower.Tell(head, isConcerned: true);
        }
    }

    internal void Saw(IReadOnlyList<EventMark> marks, long upTo)
    {
        lock (gate)
        {
            seen = upTo;
            foreach (var follower in followers)
                follower.Tell(upTo, marks.Any(follower.Filter.Passes));
        }
    }
}
