using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

/// <summary>A background loop's view: over all tenants, in the order in which things fell due.</summary>
internal sealed class DueReader(LicensingDb db, ILedgerTime time) : IDueReader
{
    public async Task<IReadOnlyList<Reaping>> Find(int count, CancellationToken cancel)
    {
        var now = time.Trusted;
        var leases = await db.Set<Lease>()
            .Where(lease => lease.State == LeaseState.Live && lease.EndsAt <= now)
            .OrderBy(lease => lease.EndsAt)
            .Take(count)
            .Select(lease => new
            {
                lease.Tenant,
                lease.Entitlement,
                lease.Id,
            })
            .ToListAsync(cancel);
        var seats = await db.Set<Seat>()
            .Where(seat => seat.Leases == 0 && seat.FreeAt <= now)
            .OrderBy(seat => seat.FreeAt)
            .Take(count)
            .Select(seat => new
            {
                seat.Tenant,
                seat.Entitlement,
                seat.Pool,
                seat.Holder,
            })
            .ToListAsync(cancel);

        var due = leases
            .Select(lease => (lease.Tenant, lease.Entitlement))
            .Concat(seats.Select(seat => (seat.Tenant, seat.Entitlement)))
            .Distinct()
            .Select(book => new Reaping(
                book.Tenant,
                book.Entitlement,
                [.. leases.Where(lease => lease.Entitlement == book.Entitlement).Select(lease => lease.Id)],
                [.. seats.Where(seat => seat.Entitlement == book.Entitlement).Select(seat => (seat.Pool, seat.Holder))]
            ));
        return [.. due, .. await Revoked(count, cancel)];
    }

    private async Task<List<Reaping>> Revoked(int count, CancellationToken cancel)
    {
        var sweeps = new List<Reaping>();
        var books = db.Set<Book>().AsNoTracking().Where(book => book.SweepPending).OrderBy(book => book.Entitlement).Take(count);
        foreach (var book in await books.ToListAsync(cancel))
        {
            var leases = await db.Set<Lease>()
                .Where(lease =>
                    lease.Tenant == book.Tenant
                    && lease.Entitlement == book.Entitlement
                    && lease.State == LeaseState.Live
                    && lease.IssuedAt < book.RevokedBefore
                )
                .OrderBy(lease => lease.Id)
                .Take(count)
                .Select(lease => lease.Id)
                .ToListAsync(cancel);
            // A short step is the last one: what was issued before the cut can only grow fewer.
            Instant? swept = leases.Count < count ? book.RevokedBefore : null;
            sweeps.Add(new Reaping(book.Tenant, book.Entitlement, leases.ToImmutableArray(), [], swept));
        }
        return sweeps;
    }
}
