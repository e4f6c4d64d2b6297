using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Gives a lease back; one that has ended already is answered as it stands.</summary>
public sealed record ReleaseLease(string Token) : IQuery<EndedLease>, ILeaseCall
{
    string ILeaseCall.Act => "release";
}

/// <param name="At">When it ended; of one that is not kept any more: now, as it is over in any case.</param>
public sealed record EndedLease(LeaseId Id, LeaseState State, Instant At);

internal sealed class ReleaseLeaseHandler(ILeaseLedger ledger, ILeaseTokens tokens, Caller caller, ILedgerTime time)
    : IRequestHandler<ReleaseLease, Outcome<EndedLease>>
{
    public async Task<Outcome<EndedLease>> Handle(ReleaseLease request, CancellationToken cancel)
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
            ActResult.Ended { Lease: var lease } => new EndedLease(lease.Id, lease.State, lease.EndedAt ?? lease.EndsAt),
            // The token is genuine and its row is gone: purged, long after it ended. Whoever gives it back has nothing left to do.
            ActResult.Refused { Denial.Code: DenialCode.LeaseExpired } => new EndedLease(presented.Lease, LeaseState.Expired, time.Trusted),
            ActResult.Refused refused => refused.Denial,
            var other => throw new InvalidOperationException($"A release cannot answer {other}."),
        };
    }
}
