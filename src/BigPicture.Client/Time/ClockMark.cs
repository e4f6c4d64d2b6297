namespace BigPicture.Client.Time;

/// <summary>What is known of time from one run of the application to the next.</summary>
internal sealed record ClockMark
{
    /// <summary>No server was heard yet.</summary>
    public static readonly DateTimeOffset Never = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const double SkewSecondsMax = 100.0 * 365 * 86_400;

    /// <summary>It is this late at least: a server said so, or it has been measured since.</summary>
    public required DateTimeOffset Least { get; init; }

    /// <summary>The highest time that was taken for true since a server was last heard.</summary>
    public required DateTimeOffset Highest { get; init; }

    /// <summary>By how much servers are ahead of this machine's clock.</summary>
    public required double SkewSeconds { get; init; }

    /// <summary>A file can hold anything: what no clock could have left is not believed, and must not throw later.</summary>
    public bool IsSound =>
        Math.Abs(SkewSeconds) <= SkewSecondsMax && Least >= Never && Highest >= Never && Least.Year < 9000 && Highest.Year < 9000;
}
