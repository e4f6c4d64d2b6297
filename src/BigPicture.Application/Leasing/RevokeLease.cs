using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Ends a lease by the operator's will.</summary>
/// <param name="BlockSeconds">Keeps its subject from activating again on the entitlement: 0, or 60–7,776,000.</param>
public sealed record RevokeLease(LeaseId Lease, string Reason, int BlockSeconds = 0) : IQuery<LeaseRecord>;

internal sealed class RevokeLeaseValidator : AbstractValidator<RevokeLease>
{
    private const int ReasonMax = 500;

    public RevokeLeaseValidator()
    {
        RuleFor(request => request.Reason).IsText("reason", ReasonMax);
        RuleFor(request => request.BlockSeconds)
            .Check(
                "block_seconds",
                seconds =>
                    seconds is 0 or >= LeaseApplication.DurationSecondsLeast and <= LeaseApplication.DurationSecondsMost
                        ? null
                        : $"must be 0 or a whole number from {LeaseApplication.DurationSecondsLeast} to {LeaseApplication.DurationSecondsMost}"
            );
    }
}

internal sealed class RevokeLeaseHandler(LeaseDesk desk, ILeaseLedger ledger, Caller caller)
    : IRequestHandler<RevokeLease, Outcome<LeaseRecord>>
{
    public async Task<Outcome<LeaseRecord>> Handle(RevokeLease request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Lease, cancel);
        if (found.IsDenied(out var denial))
            return denial;

        var (lease, record) = (found.Value.Lease, found.Value);
        var act = new Revocation(lease.Tenant, lease.Entitlement, lease.Id, request.Reason, request.BlockSeconds, caller.Actor);
        return await ledger.Post(act, cancel) switch
        {
            ActResult.Ended ended => record with { Lease = ended.Lease },
            ActResult.Refused refused => refused.Denial,
            var other => throw new InvalidOperationException($"A revocation cannot answer {other}."),
        };
    }
}
