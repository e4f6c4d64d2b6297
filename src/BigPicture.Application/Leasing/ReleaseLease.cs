using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Gives a lease back; one that has ended already is answered as it stands.</summary>
public sealed record ReleaseLease(string Token) : IQuery<Lease>;

internal sealed class ReleaseLeaseHandler(ILeaseLedger ledger, ILeaseTokens tokens, Caller caller)
    : IRequestHandler<ReleaseLease, Outcome<Lease>>
{
    public async Task<Outcome<Lease>> Handle(ReleaseLease request, CancellationToken cancel)
    {
        var read = await tokens.Read(request.Token, cancel);
        if (read.IsDenied(out var denial))
            return denial;
        var presented = read.Value;
        if (!caller.Sees(presented.Tenant) || !caller.Sees(presented.Product))
            return Denial.NotFound(presented.Lease.ToString());

        var act = new Release(presented.Tenant, presented.Entitlement, presented.Lease, presented.Generation);
        return await ledger.Post(act, cancel) switch
        {
            ActResult.Ended ended => ended.Lease,
            ActResult.Refused refused => refused.Denial,
            var other => throw new InvalidOperationException($"A release cannot answer {other}."),
        };
    }
}
