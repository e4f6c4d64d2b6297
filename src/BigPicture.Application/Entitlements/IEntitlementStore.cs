using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

public interface IEntitlementStore
{
    /// <summary>Null when there is none. Changes made to it are stored with the transaction in hand.</summary>
    /// <param name="tenant">Whose it must be; null: anybody's, for administrators of the vendor.</param>
    Task<Entitlement?> Find(TenantId? tenant, EntitlementId id, CancellationToken cancel);

    /// <summary>Stored with the transaction in hand.</summary>
    void Add(Entitlement entitlement);

    /// <summary>By id, which is by age, those after <paramref name="after"/>, at most <paramref name="count"/>.</summary>
    Task<IReadOnlyList<Entitlement>> List(EntitlementFilter filter, EntitlementId? after, int count, CancellationToken cancel);

    /// <summary>Of all tenants, for the loop: those whose stored end auto-renewal has passed, longest overdue first.</summary>
    Task<IReadOnlyList<Entitlement>> DueForRenewal(Instant now, int count, CancellationToken cancel);

    /// <summary>Of all tenants, for the loop: those whose end has passed without having been told, longest overdue first.</summary>
    Task<IReadOnlyList<Entitlement>> Untold(Instant now, int count, CancellationToken cancel);

    /// <summary>Of all tenants: those that start after <paramref name="after"/> and not after <paramref name="until"/>, and are not revoked.</summary>
    Task<IReadOnlyList<Entitlement>> Started(Instant after, Instant until, CancellationToken cancel);
}

/// <summary>What a list of entitlements is narrowed to; null: not narrowed.</summary>
public sealed record EntitlementFilter(Instant Now)
{
    public TenantId? Tenant { get; init; }

    public IReadOnlySet<ProductId>? Products { get; init; }

    /// <summary>As of <see cref="Now"/>.</summary>
    public EntitlementStatus? Status { get; init; }

    /// <summary>Those that end by themselves after now and not later than this: neither revoked nor renewing.</summary>
    public Instant? EndsBy { get; init; }
}

/// <summary>
/// Committed entitlements for snapshots, read apart from any transaction in hand, so that what may still be given up is never cached.
/// </summary>
public interface IEntitlementSnapshots
{
    /// <summary>Whatever their status; none is an empty list. Each has only one reader and is never changed.</summary>
    Task<IReadOnlyList<Entitlement>> Of(TenantId tenant, ProductId product);

    /// <summary>Null when there is none.</summary>
    Task<Entitlement?> Find(TenantId tenant, EntitlementId id);
}
