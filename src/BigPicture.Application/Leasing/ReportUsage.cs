using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>How often an application used features of its lease. Who could renew the lease may report, where the policy takes reports.</summary>
public sealed record ReportUsage(string Token, ImmutableArray<FeatureUse> Uses) : IQuery<CountedUsage>;

/// <param name="Counted">Entries that were counted: none when the same report came before.</param>
public sealed record CountedUsage(LeaseId Lease, int Counted);

internal sealed class ReportUsageValidator : AbstractValidator<ReportUsage>
{
    public ReportUsageValidator() => RuleFor(request => request.Uses).IsUsage("features", isNeeded: true);
}

internal sealed class ReportUsageHandler(
    IMediator mediator,
    ILeaseReader leases,
    ILeaseTokens tokens,
    UsageReports reports,
    Caller caller,
    ILedgerTime time
) : IRequestHandler<ReportUsage, Outcome<CountedUsage>>
{
    public async Task<Outcome<CountedUsage>> Handle(ReportUsage request, CancellationToken cancel)
    {
        var read = await tokens.Read(request.Token, cancel);
        if (read.IsDenied(out var denial))
            return denial;
        var presented = read.Value;
        if (!caller.Sees(presented.Tenant) || !caller.Sees(presented.Product))
            return Denial.NotFound(presented.Lease.ToString());
        if (await leases.Find(presented.Tenant, presented.Lease, cancel) is not { } found)
            return Ladder.Unknown(presented.Lease);
        if (Ladder.Refuse(found.Lease, presented.Generation, time.Trusted, found.RevokedBefore) is { } over)
            return over;
        if (await Refuse(found.Lease, request.Uses, cancel) is { } refused)
            return refused;

        var counted = await reports.Count(found.Lease, request.Uses, time.Now, cancel);
        return counted.Then(isNew => new CountedUsage(found.Lease.Id, isNew ? request.Uses.Length : 0));
    }

    /// <summary>What a cached entitlement refuses is asked again before anybody is told.</summary>
    private async Task<Denial?> Refuse(Lease lease, ImmutableArray<FeatureUse> uses, CancellationToken cancel)
    {
        Denial? refused = null;
        foreach (var fresh in (bool[])[false, true])
        {
            refused = await mediator.Send(new FindEntitlement(lease.Tenant, lease.Entitlement, fresh), cancel) is { } view
                ? HeldLease.EvaluateUsage(view, lease, uses, "features", time.Now).Denial
                : Ladder.Unknown(lease.Id);
            if (refused is null)
                break;
        }
        return refused;
    }
}
