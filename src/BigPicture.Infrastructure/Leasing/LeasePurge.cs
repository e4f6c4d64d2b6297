using BigPicture.Application.Leasing.Purging;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

/// <summary>
/// Along the primary key: ids begin with the time at which they were made, so whatever ended before a time lies before that time's first id.
/// No index is kept for it, which every grant would have to write.
/// </summary>
internal sealed class LeasePurge(LicensingDb db) : ILeasePurge
{
    public async Task<LeasePlace?> Purge(LeasePlace? from, Instant before, int count, CancellationToken cancel)
    {
        if (from is null)
            return await Enter(null, before, count, cancel);

        var end = LeaseId.First(before + 1);
        var leases = db.Set<Lease>().Where(lease => lease.Tenant == from.Tenant);
        var stretch = await leases
            .Where(lease => lease.Id > from.Lease && lease.Id < end)
            .OrderBy(lease => lease.Id)
            .Select(lease => lease.Id)
            .Take(count)
            .ToListAsync(cancel);
        if (stretch.Count == 0)
            return await Enter(from.Tenant, before, count, cancel);

        var behind = stretch[^1];
        await leases
            .Where(lease =>
                lease.Id > from.Lease
                && lease.Id.CompareTo(behind) <= 0
                && lease.State != LeaseState.Live
                && lease.EndedAt <= before
                && lease.SignedUntil <= before
            )
            .ExecuteDeleteAsync(cancel);
        return stretch.Count < count ? await Enter(from.Tenant, before, count, cancel) : new LeasePlace(from.Tenant, behind);
    }

    /// <summary>To the next tenant that has books.</summary>
    private async Task<LeasePlace?> Enter(TenantId? after, Instant before, int count, CancellationToken cancel)
    {
        var books = db.Set<Book>().AsNoTracking();
        if (after is { } passed)
            books = books.Where(book => book.Tenant.CompareTo(passed) > 0);
        var next = await books.OrderBy(book => book.Tenant).Select(book => (TenantId?)book.Tenant).FirstOrDefaultAsync(cancel);
        if (next is not { } tenant)
            return null;

        await PurgeBlocks(tenant, before, count, cancel);
        return new LeasePlace(tenant, default);
    }

    private async Task PurgeBlocks(TenantId tenant, Instant before, int count, CancellationToken cancel)
    {
        var blocks = db.Set<Block>().Where(block => block.Tenant == tenant && block.Until <= before);
        var ends = await blocks.OrderBy(block => block.Until).Take(count).Select(block => block.Until).ToListAsync(cancel);
        if (ends.Count == 0)
            return;
        // Not "the first so many": SQLite would look for them anew for each row of the table.
        var last = ends[^1];
        await blocks.Where(block => block.Until <= last).ExecuteDeleteAsync(cancel);
    }
}
