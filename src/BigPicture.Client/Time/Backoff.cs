namespace BigPicture.Client.Time;

/// <summary>How long to wait before the next try: doubled each time, half of it by chance, so that a fleet does not knock in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most)
{
    /// <summary>A server that says to come back later is obeyed so far.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(1);

    private static readonly Random Chance = new();
    private int failures;

    public int Failures => failures;

    public void Reset() => failures = 0;

    /// <summary>Counts a failure.</summary>
    /// <param name="retryAfter">What the server said, if it did: the least to wait.</param>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var full = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(failures++, 30)), most.TotalSeconds);
        var wait = TimeSpan.FromSeconds(full * (0.5 + (0.5 * Jitter())));
        return retryAfter is { } told && told > wait ? told.AtMost(RetryAfterMax) : wait;
    }

    /// <summary>From 0 up to 1.</summary>
    public static double Jitter()
    {
        lock (Chance)
            return Chance.NextDouble();
    }
}
