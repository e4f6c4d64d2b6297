using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Postgres;

internal sealed class PostgresBookStore(PostgresDb db) : BookStore(db)
{
    protected override async Task<Book?> Find(TenantId tenant, EntitlementId entitlement, CancellationToken cancel) =>
        (
            await db.Set<Book>()
                .FromSql($"SELECT * FROM lease_book WHERE tenant_id = {tenant.Value} AND entitlement_id = {entitlement.Value} FOR UPDATE")
                .ToListAsync(cancel)
        ).SingleOrDefault();
}
