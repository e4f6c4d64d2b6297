using BigPicture.Application.Contracts;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry;

internal sealed class ErasureStore(LicensingDb db) : IErasureStore
{
    public Task Rewrite(TenantId tenant, EventId id, byte[] data, CancellationToken cancel) =>
        db.Set<EventRow>()
            .Where(row => row.Tenant == tenant && row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Data, data), cancel);

    public async Task<int> ErasePersons(TenantId tenant, Func<string, bool> isMeant, CancellationToken cancel)
    {
        var persons = await db.Set<AuditPerson>().AsNoTracking().Where(person => person.Tenant == tenant).ToListAsync(cancel);
        var meant = persons.Where(person => isMeant(person.Data)).Select(person => person.Number).ToList();
        return await db.Set<AuditPerson>()
            .Where(person => person.Tenant == tenant && meant.Contains(person.Number))
            .ExecuteDeleteAsync(cancel);
    }
}
