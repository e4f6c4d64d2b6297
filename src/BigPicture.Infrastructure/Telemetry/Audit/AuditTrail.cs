using System.Runtime.CompilerServices;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry.Audit;

internal sealed class AuditTrail(LicensingDb db, AuditWriter writer) : IAuditTrail
{
    private const int StretchMax = 2_000;

    public Task<AuditHead?> Head(TenantId tenant, CancellationToken cancel) =>
        db.Set<AuditHead>().AsNoTracking().FirstOrDefaultAsync(head => head.Tenant == tenant, cancel);

    public async Task<IReadOnlyList<AuditRecord>> List(AuditFilter filter, AuditPlace? after, int count, CancellationToken cancel)
    {
        var rows = db.Set<AuditRow>().AsNoTracking();
        if (filter.Tenant is { } tenant)
            rows = rows.Where(row => row.Tenant == tenant);
        if (filter.Act is { } act)
            rows = rows.Where(row => row.Act == act);
        if (filter.Subject is { } subject)
            rows = rows.Where(row => row.Subject == subject);
        if (filter.TokenId is { } token)
            rows = rows.Where(row => row.TokenId == token);
        if (after is { } place)
            rows = rows.Where(row =>
                row.At < place.At
                || row.At == place.At && (row.Tenant < place.Tenant || row.Tenant == place.Tenant && row.Number < place.Number)
            );
        var found = await rows.OrderByDescending(row => row.At)
            .ThenByDescending(row => row.Tenant)
            .ThenByDescending(row => row.Number)
            .Take(count)
            .ToListAsync(cancel);
        return await WithPersons(found, cancel);
    }

    public async Task<IReadOnlyList<AuditHead>> Heads(CancellationToken cancel) =>
        await db.Set<AuditHead>().AsNoTracking().OrderBy(head => head.Tenant).ToListAsync(cancel);

    public Task<long> Count(CancellationToken cancel) => db.Set<AuditRow>().LongCountAsync(cancel);

    /// <summary>By stretches along the key, so that neither a transaction nor memory grows with the trail.</summary>
    public async IAsyncEnumerable<AuditRecord> All([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var tenant in await db.Set<AuditRow>().Select(row => row.Tenant).Distinct().OrderBy(t => t).ToListAsync(cancel))
        {
            var last = long.MinValue;
            List<AuditRow> stretch;
            do
            {
                stretch = await db.Set<AuditRow>()
                    .AsNoTracking()
                    .Where(row => row.Tenant == tenant && row.Number > last)
                    .OrderBy(row => row.Number)
                    .Take(StretchMax)
                    .ToListAsync(cancel);
                foreach (var record in await WithPersons(stretch, cancel))
                    yield return record;
                last = stretch is [] ? last : stretch[^1].Number;
            } while (stretch.Count == StretchMax);
        }
    }

    public async Task<bool> Purge(Instant before, int count, CancellationToken cancel)
    {
        var oldest = await db.Set<AuditRow>()
            .AsNoTracking()
            .Where(row => row.At <= before)
            .OrderBy(row => row.At)
            .ThenBy(row => row.Tenant)
            .ThenBy(row => row.Number)
            .FirstOrDefaultAsync(cancel);
        if (oldest is null)
            return false;

        var tenant = oldest.Tenant;
        var rows = new DbChainRows(db.Database.GetDbConnection(), Transaction, Locking);
        var head = await rows.Lock(tenant, cancel);
        var old = await db.Set<AuditRow>()
            .AsNoTracking()
            .Where(row => row.Tenant == tenant && row.At <= before)
            .OrderBy(row => row.Number)
            .Take(count)
            .ToListAsync(cancel);
        if (old is [])
            return true; // Another server was there first.
        // The beginning moves first: what lies before it may be taken away, and nothing else.
        await rows.Put(writer.Sealed(head with { PurgedNumber = old[^1].Number, PurgedHash = old[^1].Hash }), cancel);
        var last = old[^1].Number;
        await db.Set<AuditPerson>().Where(person => person.Tenant == tenant && person.Number <= last).ExecuteDeleteAsync(cancel);
        await db.Set<AuditRow>().Where(row => row.Tenant == tenant && row.Number <= last).ExecuteDeleteAsync(cancel);
        return true;
    }

    private System.Data.Common.DbTransaction Transaction =>
        Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(
            db.Database.CurrentTransaction ?? throw new InvalidOperationException("Purging needs a transaction.")
        );

    private string Locking => db.AuditHeadLock;

    private async Task<List<AuditRecord>> WithPersons(List<AuditRow> rows, CancellationToken cancel)
    {
        var named = rows.Where(row => row.PersonHash is not null).ToLookup(row => row.Tenant, row => row.Number);
        var persons = new Dictionary<(TenantId, long), AuditPerson>();
        foreach (var chain in named)
        {
            var numbers = chain.ToList();
            var tenant = chain.Key;
            var found = db.Set<AuditPerson>().AsNoTracking().Where(person => person.Tenant == tenant && numbers.Contains(person.Number));
            foreach (var person in await found.ToListAsync(cancel))
                persons[(person.Tenant, person.Number)] = person;
        }
        return [.. rows.Select(row => new AuditRecord(row, persons.GetValueOrDefault((row.Tenant, row.Number))))];
    }
}
