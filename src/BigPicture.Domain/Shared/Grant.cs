using System.Collections.Immutable;

namespace BigPicture.Domain.Shared;

/// <summary>
/// What Entitlements allow and Leasing may turn into a lease, if the book still stands at <see cref="Version"/> and every claim
/// finds its seat. Decided without a lock; nothing is taken yet.
/// </summary>
public sealed record Grant
{
    public required EntitlementId Entitlement { get; init; }

    /// <summary>The entitlement's version that this was decided on.</summary>
    public required long Version { get; init; }

    public required ProductId Product { get; init; }

    public required string LicenseType { get; init; }

    /// <summary>The seats that the lease must stand on: granted together or not at all.</summary>
    public required ImmutableArray<Claim> Claims { get; init; }

    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The length of the lease, already cut to what the policy allows.</summary>
    public required int LeaseSeconds { get; init; }

    /// <summary>The request asked for more than the policy's longest lease.</summary>
    public bool DurationCut { get; init; }

    public int GraceSeconds { get; init; }

    /// <summary>The dates between which this grant holds; outside of them it is stale and must be decided afresh.</summary>
    public Instant NotBefore { get; init; }

    /// <summary>The entitlement's end, which no lease outlives; null when perpetual.</summary>
    public Instant? NotAfter { get; init; }

    public bool BindMachine { get; init; }

    public bool UsageSignals { get; init; }

    /// <summary>The rules that passed, for the explanation should a seat be missing.</summary>
    public ImmutableArray<RuleResult> Trace { get; init; } = [];
}

/// <summary>One seat that a lease stands on: the holder's, in a pool of the entitlement.</summary>
/// <param name="Limit">Seats in the pool.</param>
/// <param name="Overdraft">Seats granted beyond the limit, and marked so.</param>
public readonly record struct Claim(string Pool, string Holder, long Limit, long Overdraft = 0)
{
    public long Ceiling => Limit + Overdraft;
}
