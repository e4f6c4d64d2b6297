using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry.Features;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry;

internal sealed class FeatureStore(LicensingDb db) : IFeatureStore
{
    public async Task<bool> Remember(TenantId tenant, LeaseId lease, byte[] digest, Instant at, CancellationToken cancel)
    {
        var reports = db.Set<FeatureReportRow>().Where(r => r.Tenant == tenant && r.Lease == lease && r.Digest == digest);
        var kept = at - CountFeatureUse.RememberedSeconds;
        if (await reports.AnyAsync(r => r.At > kept, cancel))
            return false;
        await reports.ExecuteDeleteAsync(cancel);
        db.Add(
            new FeatureReportRow
            {
                Tenant = tenant,
                Lease = lease,
                Digest = digest,
                At = at,
            }
        );
        return true;
    }

    public async Task Add(TenantId tenant, EntitlementId entitlement, FeatureCount count, CancellationToken cancel)
    {
        var changed = await db.Set<FeatureDayRow>()
            .Where(d => d.Tenant == tenant && d.Entitlement == entitlement && d.Day == count.Day && d.Feature == count.Feature)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Count, d => d.Count + count.Count), cancel);
        if (changed > 0)
            return;
        // Somebody else may do so at once: then the whole command is done again, and finds it there.
        db.Add(
            new FeatureDayRow
            {
                Tenant = tenant,
                Entitlement = entitlement,
                Day = count.Day,
                Feature = count.Feature,
                Count = count.Count,
            }
        );
    }

    public async Task<IReadOnlyList<FeatureCount>> List(FeatureFilter filter, FeatureCount? after, int count, CancellationToken cancel)
    {
        var days = db.Set<FeatureDayRow>()
            .Where(d => d.Tenant == filter.Tenant && d.Entitlement == filter.Entitlement && d.Day >= filter.From && d.Day < filter.To);
        if (after is not null)
            days = days.Where(d => d.Day > after.Day || (d.Day == after.Day && d.Feature.CompareTo(after.Feature) > 0));
        return await days.OrderBy(d => d.Day)
            .ThenBy(d => d.Feature)
            .Take(count)
            .Select(d => new FeatureCount(d.Feature, d.Day, d.Count))
            .ToListAsync(cancel);
    }

    // For the loop, so of all tenants.
    public async Task<int> Purge(Instant reports, Instant days, int count, CancellationToken cancel)
    {
        var old = db.Set<FeatureReportRow>().Where(r => r.At <= reports);
        var times = await old.OrderBy(r => r.At).Take(count).Select(r => r.At).ToListAsync(cancel);
        if (times.Count > 0)
        {
            var last = times[^1];
            await old.Where(r => r.At <= last).ExecuteDeleteAsync(cancel);
        }
        var over = db.Set<FeatureDayRow>().Where(d => d.Day < days);
        var began = await over.OrderBy(d => d.Day).Take(count).Select(d => d.Day).ToListAsync(cancel);
        if (began.Count > 0)
        {
            var last = began[^1];
            await over.Where(d => d.Day <= last).ExecuteDeleteAsync(cancel);
        }
        return Math.Max(times.Count, began.Count);
    }
}
