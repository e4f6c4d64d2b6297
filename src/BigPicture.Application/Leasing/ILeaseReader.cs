using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>Leases as they were last committed; whoever decides about seats asks the ledger instead.</summary>
public interface ILeaseReader
{
    /// <summary>Null when the tenant has no such lease.</summary>
    Task<LeaseRecord?> Find(TenantId tenant, LeaseId id, CancellationToken cancel);

    /// <summary>The same for an operator, who need not know the tenant.</summary>
    Task<LeaseRecord?> FindAnywhere(LeaseId id, CancellationToken cancel);

    /// <summary>In the order of their ids, from after <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<LeaseRecord>> List(LeaseFilter filter, LeaseId? after, int count, CancellationToken cancel);

    /// <summary>Which of these keys have a live lease.</summary>
    Task<IReadOnlyList<LeaseKey>> LiveKeys(TenantId tenant, IReadOnlyList<LeaseKey> keys, Instant now, CancellationToken cancel);

    /// <summary>Until when the subject may not activate; null when nothing blocks it.</summary>
    Task<Instant?> BlockedUntil(TenantId tenant, EntitlementId entitlement, Subject subject, CancellationToken cancel);
}

/// <summary>A lease and the one thing about its book that decides whether it is still in force.</summary>
public sealed record LeaseRecord(Lease Lease, Instant RevokedBefore, string? RevokeReason)
{
    public LeaseState StateAt(Instant now) => Lease.StateAt(now, RevokedBefore);
}

/// <summary>Which leases to list.</summary>
public sealed record LeaseFilter(Instant Now)
{
    public TenantId? Tenant { get; init; }
    public IReadOnlySet<ProductId>? Products { get; init; }
    public EntitlementId? Entitlement { get; init; }
    public Subject? Subject { get; init; }
    public string? SubjectId { get; init; }

    /// <summary>Null: whatever their state.</summary>
    public LeaseState? State { get; init; }
}
