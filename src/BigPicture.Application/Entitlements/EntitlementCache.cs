using BigPicture.Application.Caching;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

/// <summary>
/// The snapshots on which leases are decided, by tenant and product and by id. Forgotten in this process when a change has been
/// committed; elsewhere the ledger's comparison of versions finds the old ones.
/// </summary>
internal sealed class EntitlementCache(IEntitlementSnapshots snapshots, LicenseTypeCatalog types, TimeProvider clock)
{
    public const int EntriesMax = 20_000;

    private readonly SnapshotCache<(TenantId, ProductId), IReadOnlyList<IEntitlementView>> lists = new(
        EntriesMax,
        async key => [.. (await snapshots.Of(key.Item1, key.Item2)).Select(entitlement => View(entitlement, types))],
        clock
    );

    private readonly SnapshotCache<(TenantId, EntitlementId), IEntitlementView?> single = new(
        EntriesMax,
        async key => await snapshots.Find(key.Item1, key.Item2) is { } entitlement ? View(entitlement, types) : null,
        clock
    );

    public Task<IReadOnlyList<IEntitlementView>> Of(TenantId tenant, ProductId product, bool fresh, CancellationToken cancel) =>
        fresh ? lists.Refresh((tenant, product), cancel) : lists.Get((tenant, product), cancel);

    public Task<IEntitlementView?> Find(TenantId tenant, EntitlementId id, bool fresh, CancellationToken cancel) =>
        fresh ? single.Refresh((tenant, id), cancel) : single.Get((tenant, id), cancel);

    public void Forget(Entitlement entitlement)
    {
        lists.Forget((entitlement.Tenant, entitlement.Product));
        single.Forget((entitlement.Tenant, entitlement.Id));
    }

    private static EntitlementSnapshot View(Entitlement entitlement, LicenseTypeCatalog types) =>
        new(entitlement, types.Find(entitlement.Policy.LicenseType));
}
