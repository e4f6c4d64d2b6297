using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>
/// An entitlement as Leasing sees it: a snapshot that decides without a lock. The ledger compares <see cref="Version"/> with the book
/// before it takes a seat, so a snapshot that has grown old can cost a second look, never a seat.
/// </summary>
public interface IEntitlementView
{
    EntitlementId Id { get; }

    TenantId Tenant { get; }

    ProductId Product { get; }

    long Version { get; }

    bool IsActiveAt(Instant now);

    /// <summary>What an application may know of it.</summary>
    EntitlementSummary Summarize(Instant now);

    /// <summary>The end that counts at <paramref name="now"/>; null when perpetual.</summary>
    Instant? EffectiveEnd(Instant now);

    Outcome<Grant> Evaluate(LeaseAsk ask, Instant now, Instant? blockedUntil);

    /// <summary>Whether a lease that lives may go on: not asked for blocks, and without claims.</summary>
    Outcome<Grant> EvaluateRenewal(LeaseAsk ask, Instant now);
}

/// <summary>An entitlement without its policy.</summary>
/// <param name="Status">Its word, as of the time that was asked for.</param>
public sealed record EntitlementSummary(
    string LicenseType,
    string Status,
    IReadOnlyList<string> Features,
    Instant StartsAt,
    Instant? EndsAt
);
