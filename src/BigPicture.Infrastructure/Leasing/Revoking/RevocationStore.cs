using BigPicture.Application.Leasing.Revoking;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing.Revoking;

internal sealed class RevocationStore(LicensingDb db) : IRevocationStore
{
    /// <summary>More than a list may hold of every kind.</summary>
    private const int ReadMax = 100_000;

    public async Task<IReadOnlyDictionary<TenantId, long>> Epochs(IReadOnlyCollection<TenantId> tenants, CancellationToken cancel)
    {
        TenantId[] named = [.. tenants, TenantId.Vendor];
        var rows = await db.Set<EpochRow>().AsNoTracking().Where(row => named.Contains(row.Tenant)).ToListAsync(cancel);
        var epochs = rows.ToDictionary(row => row.Tenant, row => row.Epoch);
        return tenants.ToDictionary(
            tenant => tenant,
            tenant => epochs.GetValueOrDefault(tenant) + epochs.GetValueOrDefault(TenantId.Vendor)
        );
    }

    public async Task<RevokedState> Read(TenantId tenant, Instant endedAfter, CancellationToken cancel)
    {
        // In this order: what is read after the epoch holds at least all that the epoch counts.
        var epochs = await db.Set<EpochRow>()
            .AsNoTracking()
            .Where(row => row.Tenant == tenant || row.Tenant == TenantId.Vendor)
            .ToListAsync(cancel);
        var revoked = await db.Set<Revoked>()
            .AsNoTracking()
            .Where(row => (row.Tenant == tenant || row.Tenant == TenantId.Vendor) && row.Until > endedAfter)
            .OrderByDescending(row => row.Until)
            .ThenBy(row => row.Id)
            .Take(ReadMax)
            .ToListAsync(cancel);
        return new RevokedState(epochs.Sum(row => row.Epoch), epochs.Select(row => row.RaisedAt).DefaultIfEmpty().Max(), revoked);
    }

    public Task RaiseAll(Instant now, CancellationToken cancel) => EpochWrites.RaiseAll(db, now, cancel);

    public async Task<int> Purge(Instant before, int count, CancellationToken cancel)
    {
        var over = db.Set<Revoked>().Where(row => row.Until <= before);
        var ends = await over.OrderBy(row => row.Until).Take(count).Select(row => row.Until).ToListAsync(cancel);
        if (ends.Count == 0)
            return 0;
        var last = ends[^1];
        return await over.Where(row => row.Until <= last).ExecuteDeleteAsync(cancel);
    }
}
