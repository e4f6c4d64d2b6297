using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Leasing.Metering;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Gives a lease a new end; its token proves possession, whatever its own end says.</summary>
/// <param name="Usage">Feature use since the last report; refused unless the policy takes usage signals.</param>
public sealed record RenewLease(string Token, ImmutableArray<FeatureUse> Usage = default) : IQuery<LeaseAnswer>, ILeaseCall
{
    string ILeaseCall.Act => "renew";
}

internal sealed class RenewLeaseValidator : AbstractValidator<RenewLease>
{
    public RenewLeaseValidator() => RuleFor(request => request.Usage).IsUsage("usage", isNeeded: false);
}

internal sealed class RenewLeaseHandler(IMediator mediator, ILeaseLedger ledger, ILeaseTokens tokens, UsageReports reports, Caller caller)
    : IRequestHandler<RenewLease, Outcome<LeaseAnswer>>
{
    private const int StaleTriesMax = 3;

    public async Task<Outcome<LeaseAnswer>> Handle(RenewLease request, CancellationToken cancel)
    {
        var read = await tokens.Read(request.Token, cancel);
        if (read.IsDenied(out var denial))
            return denial;
        var presented = read.Value;
        if (!caller.Sees(presented.Tenant) || !caller.Sees(presented.Product))
            return Denial.NotFound(presented.Lease.ToString());

        var result = await Renew(request, presented, cancel);
        // After the renewal: who is refused reports again elsewhere, and who hears nothing repeats both, which counts once.
        if (result is ActResult.Leased renewed && await Count(request, renewed, cancel) is { } uncounted)
            return uncounted;
        return result switch
        {
            ActResult.Leased leased => LeaseAnswer.Of(leased, tokens),
            ActResult.Refused refused => refused.Denial,
            _ => new Denial(DenialCode.Unavailable, $"{presented.Entitlement} is being changed again and again; try once more.")
            {
                RetryAfterSeconds = 1,
            },
        };
    }

    /// <summary>Decides on what is cached first; a refusal by the entitlement is decided afresh before anybody is told.</summary>
    private async Task<ActResult> Renew(RenewLease request, PresentedLease presented, CancellationToken cancel)
    {
        ActResult result = new ActResult.Stale();
        long? decidedAt = null;
        for (var tries = 0; tries < StaleTriesMax && result is not ActResult.Leased; tries++)
        {
            var query = new FindEntitlement(presented.Tenant, presented.Entitlement, Fresh: tries > 0);
            if (await mediator.Send(query, cancel) is not { } view)
            {
                result = Ladder.Unknown(presented.Lease);
                continue;
            }
            if (result is ActResult.Refused && view.Version == decidedAt)
                break;

            decidedAt = view.Version;
            result = await ledger.Post(ActOf(request, presented, view), cancel);
        }
        return result;
    }

    private Renewal ActOf(RenewLease request, PresentedLease presented, IEntitlementView view) =>
        new(
            presented.Tenant,
            presented.Entitlement,
            presented.Lease,
            presented.Generation,
            view.Version,
            (lease, now) => HeldLease.EvaluateUsage(view, lease, request.Usage, "usage", now),
            tokens.Signing
        );

    private async Task<Denial?> Count(RenewLease request, ActResult.Leased renewed, CancellationToken cancel) =>
        request.Usage.IsDefaultOrEmpty ? null : (await reports.Count(renewed.Lease, request.Usage, renewed.Now, cancel)).Denial;
}
