using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing.Ledger;

/// <summary>
/// The ledger as a caller has it: every act is done in the name of the tenant that the caller is tied to. A batch serves many callers, and
/// its transaction names all their tenants; so an act that names another one than its caller's must not be what brings that name in.
/// </summary>
internal sealed class CallersLedger(LeaseLedger ledger, ITenantTie tie) : ILeaseLedger
{
    public Task<ActResult> Post(LeaseAct act, CancellationToken cancel) => ledger.Post(Tied(act), cancel);

    public Task<ActResult> Try(LeaseAct act, CancellationToken cancel) => ledger.Try(Tied(act), cancel);

    private LeaseAct Tied(LeaseAct act) => tie.Tenant is { } tenant && tenant != act.Tenant ? act with { Tenant = tenant } : act;
}
