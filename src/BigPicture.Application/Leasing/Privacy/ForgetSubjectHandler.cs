using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Privacy;

internal sealed class ForgetSubjectHandler(ILeaseErasure leases) : IRequestHandler<ForgetSubject, ForgottenLeases>
{
    public async Task<ForgottenLeases> Handle(ForgetSubject request, CancellationToken cancel) =>
        new(
            await leases.Replace(request.Tenant, request.Who, request.Replacement, cancel),
            await leases.CountLive(request.Tenant, request.Who, cancel)
        );
}

public interface ILeaseErasure
{
    Task<int> CountLive(TenantId tenant, Subject who, CancellationToken cancel);

    /// <summary>In the transaction in hand; of leases that have ended, whoever or whatever they name.</summary>
    /// <returns>How many there were.</returns>
    Task<int> Replace(TenantId tenant, Subject who, string replacement, CancellationToken cancel);
}
