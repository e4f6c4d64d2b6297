namespace BigPicture.Proof.Histories;

/// <summary>An entitlement whose seats are contended for, as it was created.</summary>
public sealed record Pool
{
    public required string Entitlement { get; init; }

    /// <summary><c>concurrent</c>, <c>per_user</c>, <c>per_machine</c>, <c>feature_based</c>.</summary>
    public required string LicenseType { get; init; }

    /// <summary>The limit of <c>seats</c>, overdraft included, and of each <c>feature/…</c> with seats of its own; <c>seats</c> is absent where no seat is counted.</summary>
    public required IReadOnlyDictionary<string, long> Limits { get; init; }

    /// <summary>Of <c>per_user</c>: devices on which one user may be active at a time; null for any number.</summary>
    public long? MachinesPerUser { get; init; }

    /// <summary>Whether a revoked lease keeps its seat until its last token has run out.</summary>
    public bool HoldsRevokedSeats { get; init; }

    /// <summary>The longest that one grant or renewal can last, grace included.</summary>
    public required int LeaseSecondsMax { get; init; }

    /// <summary>How far the clock that dates this pool's tokens may be from the machine's, either way, faults included.</summary>
    public required int SkewMs { get; init; }
}
