namespace BigPicture.Proof.Histories;

/// <summary>One event as a reader of the feed got it.</summary>
public sealed record FeedEvent
{
    /// <summary>Who read it: <c>final</c> for the whole feed read once all was over, or the name of a reader that followed it during the run.</summary>
    public required string Reader { get; init; }

    public required long Position { get; init; }

    public required string Id { get; init; }

    /// <summary>Without the prefix: <c>license.issued</c>, …</summary>
    public required string Name { get; init; }

    public required long TimeUnix { get; init; }

    public string? Entitlement { get; init; }

    public string? LeaseId { get; init; }

    /// <summary>Whose it is, as in <see cref="LeaseKey"/>.</summary>
    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public string? MachineId { get; init; }

    public string? SessionId { get; init; }

    public int? Generation { get; init; }

    /// <summary><c>issued_at</c> and the end, Unix seconds, of events about leases.</summary>
    public long? IssuedAt { get; init; }

    public long? EndsAt { get; init; }

    /// <summary>The reader that read the feed from its start to its end once all was over.</summary>
    public const string Final = "final";
}

/// <summary>A lease as the server listed it once all was over, in whatever state.</summary>
public sealed record ListedLease
{
    public required string LeaseId { get; init; }

    public required string Entitlement { get; init; }

    /// <summary><c>active</c>, <c>grace</c>, <c>released</c>, <c>revoked</c>, <c>expired</c>.</summary>
    public required string Status { get; init; }

    public required int Generation { get; init; }

    public required long IssuedAt { get; init; }

    public required long ExpiresAt { get; init; }
}
