using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>Leases by id, for those who may see them; what belongs to another tenant does not exist.</summary>
internal sealed class LeaseDesk(ILeaseReader leases, Caller caller)
{
    public async Task<Outcome<LeaseRecord>> Find(LeaseId id, CancellationToken cancel)
    {
        var found = caller.Tenant is { } tenant ? await leases.Find(tenant, id, cancel) : await leases.FindAnywhere(id, cancel);
        return found is not null && caller.Sees(found.Lease.Product) ? found : Denial.NotFound($"Lease {id}");
    }
}
