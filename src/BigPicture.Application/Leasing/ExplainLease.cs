using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>What would become of a request for a lease, entitlement by entitlement. Takes and records nothing.</summary>
public sealed record ExplainLease(LeaseApplication Asked, bool Takeover = false) : IQuery<Explanation>;

/// <param name="Denial">The refusal that the request would get; null when it would be granted.</param>
public sealed record Explanation(Denial? Denial, IReadOnlyList<EntitlementExplanation> Entitlements);

/// <inheritdoc cref="Explanation" path="/param"/>
public sealed record EntitlementExplanation(EntitlementId Entitlement, Denial? Denial, ImmutableArray<RuleResult> Trace);

internal sealed class ExplainLeaseValidator : AbstractValidator<ExplainLease>
{
    public ExplainLeaseValidator() => RuleFor(request => request.Asked).SetValidator(new LeaseApplicationValidator());
}

internal sealed class ExplainLeaseHandler(
    LeaseCandidates candidates,
    ILeaseLedger ledger,
    ILeaseTokens tokens,
    Caller caller,
    TimeProvider clock
) : IRequestHandler<ExplainLease, Outcome<Explanation>>
{
    public async Task<Outcome<Explanation>> Handle(ExplainLease request, CancellationToken cancel)
    {
        var tenant = request.Asked.TenantFor(caller);
        if (tenant.IsDenied(out var denial))
            return denial;
        var asked = request.Asked.WithSession(caller, clock) with { Tenant = tenant.Value };

        var explained = new List<EntitlementExplanation>();
        foreach (var view in await candidates.Find(asked, fresh: true, cancel))
        {
            var passed = ImmutableArray<RuleResult>.Empty;
            var result = await candidates.Ask(asked, view, Try, cancel);
            var refusal = (result as ActResult.Refused)?.Denial;
            explained.Add(new EntitlementExplanation(view.Id, refusal, refusal?.Trace ?? passed));

            Task<ActResult> Try(IEntitlementView asking, Lease lease, Grant grant)
            {
                passed = [.. grant.Trace, .. grant.Claims.Select(claim => new RuleResult(Rule.Seats, true, claim.Pool))];
                return ledger.Try(LeaseCandidates.ActOf(asked, asking, lease, grant, tokens.Signing, request.Takeover), cancel);
            }
        }

        var granted = explained.Count > 0 && explained.Exists(e => e.Denial is null);
        var nearest = explained.Select(e => e.Denial).OfType<Denial>().OrderByDescending(LeaseCandidates.Rung).FirstOrDefault();
        return new Explanation(granted ? null : nearest ?? LeaseCandidates.NoEntitlement(asked), explained);
    }
}
