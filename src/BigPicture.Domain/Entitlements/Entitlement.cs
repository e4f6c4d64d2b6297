using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>What one customer may do with one product, from when and until when.</summary>
/// <remarks>
/// An act answers with the facts that it made. None means that all stood as asked already: version and dates stay, so that a
/// repeated call is harmless and tells nothing twice.
/// </remarks>
public sealed class Entitlement
{
    public const int ReasonMax = 500;

    private Entitlement() { }

    public EntitlementId Id { get; private set; }

    public TenantId Tenant { get; private set; }

    public ProductId Product { get; private set; }

    public Policy Policy { get; private set; } = null!;

    public Instant StartsAt { get; private set; }

    /// <summary>The end as stored; see <see cref="EffectiveEnd"/>.</summary>
    public Instant? EndsAt { get; private set; }

    public bool AutoRenew { get; private set; }

    public int? RenewalDays { get; private set; }

    public Instant? SuspendedAt { get; private set; }

    public string? SuspendReason { get; private set; }

    public Instant? RevokedAt { get; private set; }

    public string? RevokeReason { get; private set; }

    /// <summary>Whether <c>entitlement.expired</c> has been told of the end that stands.</summary>
    public bool ExpiryTold { get; private set; }

    public long Version { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant UpdatedAt { get; private set; }

    public Validity Validity => new(StartsAt, EndsAt, AutoRenew, RenewalDays);

    public static Outcome<Entitlement> Create(EntitlementId id, EntitlementDraft draft, Instant now)
    {
        var validity = new Validity(draft.StartsAt ?? now, draft.EndsAt, draft.AutoRenew, draft.RenewalDays);
        var problems = new FieldProblems();
        validity.Check(problems);
        if (problems.Any)
            return problems.ToDenial();

        var entitlement = new Entitlement
        {
            Id = id,
            Tenant = draft.Tenant,
            Product = draft.Product,
            Policy = draft.Policy,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        entitlement.Take(validity);
        return entitlement;
    }

    /// <summary>In the ladder's order: what is revoked is nothing else, what is suspended does not also expire.</summary>
    public EntitlementStatus StatusAt(Instant now) =>
        RevokedAt is not null ? EntitlementStatus.Revoked
        : SuspendedAt is not null ? EntitlementStatus.Suspended
        : EffectiveEnd(now) <= now ? EntitlementStatus.Expired
        : StartsAt > now ? EntitlementStatus.Scheduled
        : EntitlementStatus.Active;

    /// <summary>The end that counts at <paramref name="now"/>: ahead of it when the entitlement renews itself; null when perpetual.</summary>
    public Instant? EffectiveEnd(Instant now) => Validity.EffectiveEnd(now);

    /// <summary>
    /// A period that auto-renewal has begun is stored first: who turns auto-renewal off ends the entitlement with that period, not
    /// with the one before.
    /// </summary>
    public Outcome<ImmutableArray<Fact>> Change(EntitlementChange change, Instant now)
    {
        if (RevokedAt is not null)
            return Final("changed");

        var standing = Validity with { EndsAt = EffectiveEnd(now) };
        var next = new Validity(
            change.StartsAt ?? StartsAt,
            change.EndsAt.Or(standing.EndsAt),
            change.AutoRenew ?? AutoRenew,
            change.RenewalDays.Or(RenewalDays)
        );
        var problems = new FieldProblems();
        next.Check(problems);
        if (problems.Any)
            return problems.ToDenial();

        var policy = change.Policy ?? Policy;
        if (next == standing && policy == Policy)
            return ImmutableArray<Fact>.Empty;

        ImmutableArray<Fact> renewed = RenewDue(now) is { } fact ? [fact] : [];
        Policy = policy;
        Take(next);
        Touch(now);
        return renewed.Add(new EntitlementUpdated(this, now));
    }

    /// <summary>Final. A second revocation leaves the first one's reason.</summary>
    public Outcome<ImmutableArray<Fact>> Revoke(string reason, Instant now)
    {
        if (Text.Problem(reason, ReasonMax) is { } problem)
            return Denial.BadField("reason", problem);
        if (RevokedAt is not null)
            return ImmutableArray<Fact>.Empty;

        RevokedAt = now;
        RevokeReason = reason;
        Touch(now);
        return ImmutableArray.Create<Fact>(new EntitlementRevoked(this, reason, now));
    }

    /// <summary>Suspending what is suspended keeps the first reason: a retry of a call that got through is no conflict.</summary>
    public Outcome<ImmutableArray<Fact>> Suspend(string reason, Instant now)
    {
        if (Text.Problem(reason, ReasonMax) is { } problem)
            return Denial.BadField("reason", problem);
        if (RevokedAt is not null)
            return Final("suspended");
        if (SuspendedAt is not null)
            return ImmutableArray<Fact>.Empty;

        SuspendedAt = now;
        SuspendReason = reason;
        Touch(now);
        return ImmutableArray.Create<Fact>(new EntitlementSuspended(this, reason, now));
    }

    public Outcome<ImmutableArray<Fact>> Reinstate(string? reason, Instant now)
    {
        if (reason is not null && Text.Problem(reason, ReasonMax) is { } problem)
            return Denial.BadField("reason", problem);
        if (RevokedAt is not null)
            return Final("reinstated");
        if (SuspendedAt is null)
            return ImmutableArray<Fact>.Empty;

        SuspendedAt = null;
        SuspendReason = null;
        Touch(now);
        return ImmutableArray.Create<Fact>(new EntitlementReinstated(this, reason, now));
    }

    /// <summary>
    /// Lets the stored end follow a renewal that evaluation has counted since the old one passed. A suspended entitlement renews
    /// too, as its contract runs on. Null when nothing is due.
    /// </summary>
    public EntitlementRenewed? RenewDue(Instant now)
    {
        var end = EffectiveEnd(now);
        if (RevokedAt is not null || end == EndsAt)
            return null;

        var previous = EndsAt!.Value;
        EndsAt = end;
        Touch(now);
        return new EntitlementRenewed(this, previous, now);
    }

    /// <summary>
    /// Tells once that the end has passed; null when it has not, or was told before. Nobody changed the entitlement, so the version
    /// stays.
    /// </summary>
    public EntitlementExpired? TellExpiry(Instant now)
    {
        if (ExpiryTold || StatusAt(now) != EntitlementStatus.Expired)
            return null;

        ExpiryTold = true;
        return new EntitlementExpired(this, now);
    }

    private Denial Final(string act) =>
        Denial.Conflict(
            $"Entitlement {Id} was revoked at {RevokedAt}: that is final, and it cannot be {act}. Create a new entitlement instead."
        ) with
        {
            Entitlement = Id,
        };

    private void Take(Validity validity) => (StartsAt, EndsAt, AutoRenew, RenewalDays) = validity;

    private void Touch(Instant now)
    {
        Version++;
        UpdatedAt = now;
        // An entitlement that was given a later end expires again, and tells it again.
        ExpiryTold = ExpiryTold && EffectiveEnd(now) <= now;
    }
}
