namespace BigPicture.Proof.Histories;

/// <summary>All that is known of a run: nothing here comes from inside a server.</summary>
public sealed record History
{
    public required Run Run { get; init; }

    public required IReadOnlyList<Pool> Pools { get; init; }

    /// <summary>In the order of their returns.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>In the order in which each reader got them; null when the feed was not read.</summary>
    public IReadOnlyList<FeedEvent>? Feed { get; init; }

    /// <summary>Null when the list was not read.</summary>
    public IReadOnlyList<ListedLease>? Leases { get; init; }
}
