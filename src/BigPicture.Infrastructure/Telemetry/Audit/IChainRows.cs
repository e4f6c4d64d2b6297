using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Telemetry.Audit;

/// <summary>The chains' rows in a transaction that is open already.</summary>
internal interface IChainRows
{
    /// <summary>The head of a chain, made where there is none, held until the transaction ends: nobody else adds to it meanwhile.</summary>
    Task<AuditHead> Lock(TenantId tenant, CancellationToken cancel);

    Task Insert(AuditRow row, AuditPerson? person, CancellationToken cancel);

    Task Put(AuditHead head, CancellationToken cancel);
}
