using BigPicture.Application.Leasing.Privacy;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using BigPicture.LicenseTypes;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

/// <summary>Ended leases have no index by who held them: this walks all that a tenant has, and is asked for seldom.</summary>
internal sealed class LeaseErasure(LicensingDb db) : ILeaseErasure
{
    public Task<int> CountLive(TenantId tenant, Subject who, CancellationToken cancel) =>
        Of(tenant, who).CountAsync(lease => lease.State == LeaseState.Live, cancel);

    public async Task<int> Replace(TenantId tenant, Subject who, string replacement, CancellationToken cancel)
    {
        var ended = Of(tenant, who).Where(lease => lease.State != LeaseState.Live);
        var count = await ended.CountAsync(cancel);
        // A person's machines and sessions tell who it was; of a machine's leases the users stay.
        if (who.Kind == SubjectKind.User)
        {
            await ended.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(lease => lease.MachineId, lease => lease.MachineId == null ? null : replacement)
                        .SetProperty(lease => lease.SessionId, lease => lease.SessionId == null ? null : replacement)
                        .SetProperty(lease => lease.SubjectId, replacement),
                cancel
            );
            return count;
        }
        var (kind, id) = (who.Kind, who.Id);
        var machines = db.Set<Lease>().Where(lease => lease.Tenant == tenant && lease.State != LeaseState.Live);
        await machines
            .Where(lease => lease.MachineId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.MachineId, replacement), cancel);
        await machines
            .Where(lease => lease.SubjectKind == kind && lease.SubjectId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.SubjectId, replacement), cancel);
        return count;
    }

    private IQueryable<Lease> Of(TenantId tenant, Subject who)
    {
        var (kind, id) = (who.Kind, who.Id);
        var leases = db.Set<Lease>().Where(lease => lease.Tenant == tenant);
        return kind == SubjectKind.User
            ? leases.Where(lease => lease.SubjectKind == kind && lease.SubjectId == id)
            : leases.Where(lease => lease.SubjectKind == kind && lease.SubjectId == id || lease.MachineId == id);
    }
}
