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

/// <param name="Count">Uses, 1–1,000,000,000.</param>
public sealed record FeatureUse(string Feature, int Count, Instant At);

internal sealed class RenewLeaseValidator : AbstractValidator<RenewLease>
{
    private const int UsageMost = 1_000;
    private const int CountMost = 1_000_000_000;

    public RenewLeaseValidator() =>
        RuleFor(request => request.Usage)
            .Custom(
                (usage, context) =>
                {
                    if (usage.IsDefaultOrEmpty)
                        return;
                    if (usage.Length > UsageMost)
                        context.AddFailure("usage", $"must be at most {UsageMost} entries");
                    for (var i = 0; i < Math.Min(usage.Length, UsageMost); i++)
                    {
                        if (Text.Problem(usage[i].Feature, 64) is { } problem)
                            context.AddFailure($"usage[{i}].feature", problem);
                        if (usage[i].Count is < 1 or > CountMost)
                            context.AddFailure($"usage[{i}].count", $"must be a whole number from 1 to {CountMost}");
                    }
                }
            );
}

internal sealed class RenewLeaseHandler(IMediator mediator, ILeaseLedger ledger, ILeaseTokens tokens, Caller caller)
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
            (lease, now) => Evaluate(view, lease, now, request.Usage),
            tokens.Signing
        );

    private static Outcome<Grant> Evaluate(IEntitlementView view, Lease lease, Instant now, ImmutableArray<FeatureUse> usage)
    {
        var grant = HeldLease.Evaluate(view, lease, now);
        if (grant.IsDenied(out _))
            return grant;
        return usage.IsDefaultOrEmpty || grant.Value.UsageSignals
            ? grant
            : new Denial(DenialCode.Forbidden, $"{view.Id} takes no usage signals: its policy does not set usage_signals.")
            {
                Entitlement = view.Id,
            };
    }
}
