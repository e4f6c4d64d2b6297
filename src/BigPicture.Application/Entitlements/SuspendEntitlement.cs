using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>Grants and renews nothing until it is reinstated.</summary>
public sealed record SuspendEntitlement(EntitlementId Id, string Reason) : ICommand<EntitlementView>
{
    /// <summary>Live leases end at once; false: they run on to their own ends.</summary>
    public bool RevokeActiveLeases { get; init; }
}

internal sealed class SuspendEntitlementValidator : AbstractValidator<SuspendEntitlement>
{
    public SuspendEntitlementValidator() => RuleFor(request => request.Reason).IsText("reason", Entitlement.ReasonMax);
}

internal sealed class SuspendEntitlementHandler(EntitlementDesk desk, ILedgerTime time)
    : IRequestHandler<SuspendEntitlement, Outcome<EntitlementView>>
{
    public async Task<Outcome<EntitlementView>> Handle(SuspendEntitlement request, CancellationToken cancel)
    {
        var found = await desk.FindForChange(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var now = time.Now;
        var facts = found.Value.Suspend(request.Reason, now);
        if (facts.IsDenied(out denial))
            return denial;

        // Asked of one that was suspended before without its leases, this ends them now.
        var reason = request.RevokeActiveLeases ? request.Reason : null;
        return await desk.Record(found.Value, facts.Value, now, cancel, change => change with { RevokeLeases = reason });
    }
}
