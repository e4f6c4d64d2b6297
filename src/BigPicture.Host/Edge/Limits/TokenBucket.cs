namespace BigPicture.Host.Edge.Limits;

/// <summary>Fills at an even rate up to a burst; every call takes one out, or waits.</summary>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider time)
{
    private readonly Lock guard = new();
    private double missing;
    private long filledAt = time.GetTimestamp();

    /// <summary>Whether it has filled up: then a fresh one would be the same.</summary>
    public bool IsFull
    {
        get
        {
            lock (guard)
            {
                Fill();
                return missing <= 0;
            }
        }
    }

    /// <returns>Zero when the call may go ahead, else the seconds until the next may.</returns>
    public double Take()
    {
        lock (guard)
        {
            Fill();
            if (missing > burst - 1)
                return (missing + 1 - burst) / perSecond;
            missing++;
            return 0;
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        missing = Math.Max(0, missing - time.GetElapsedTime(filledAt, now).TotalSeconds * perSecond);
        filledAt = now;
    }
}
