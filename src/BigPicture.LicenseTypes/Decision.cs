namespace BigPicture.LicenseTypes;

/// <summary>A license type's answer.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>Allowed, if every claim finds its seat; none means that no seat is counted.</summary>
    public static Decision Grant(params IReadOnlyList<SeatClaim> claims) => new Granted(claims);

    /// <summary>Refused (<c>LICENSE_TYPE_DENIED</c>).</summary>
    /// <param name="reason">The type's own reason, 1–64 of <c>a-z 0-9 . _ -</c>; stands in <c>details.reason</c>.</param>
    /// <param name="message">One sentence for a person, at most 500 characters.</param>
    public static Decision Deny(string reason, string message) => new Denied(reason, message);

    /// <inheritdoc cref="Grant"/>
    public sealed record Granted(IReadOnlyList<SeatClaim> Claims) : Decision;

    /// <inheritdoc cref="Deny"/>
    public sealed record Denied(string Reason, string Message) : Decision;
}

/// <summary>One seat, of one unit, in a pool of the request's own entitlement.</summary>
/// <remarks>
/// The server adds two things by itself: overdraft to what is claimed in <see cref="Seats"/>, and a claim in the pool of each
/// requested feature that has seats of its own, with the holder of the first claim in <see cref="Seats"/>.
/// </remarks>
/// <param name="Pool">1–160 characters without control characters; <see cref="Seats"/> is the main pool, <c>feature/</c> is the server's own.</param>
/// <param name="Holder">Who sits there, 1–128 characters: leases with the same holder share the seat.</param>
/// <param name="Limit">Seats in the pool, 1–10,000,000; in <see cref="Seats"/> at most the policy's own.</param>
public sealed record SeatClaim(string Pool, string Holder, long Limit)
{
    /// <summary>The pool that <c>max_seats</c> limits.</summary>
    public const string Seats = "seats";
}
