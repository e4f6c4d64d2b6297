using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>Final: issues and renews nothing from here on.</summary>
public sealed record RevokeEntitlement(EntitlementId Id, string Reason) : ICommand<EntitlementView>
{
    /// <summary>Live leases end at once; false: they run on to their own ends.</summary>
    public bool RevokeActiveLeases { get; init; } = true;
}

internal sealed class RevokeEntitlementValidator : AbstractValidator<RevokeEntitlement>
{
    public RevokeEntitlementValidator() => RuleFor(request => request.Reason).IsText("reason", Entitlement.ReasonMax);
}

internal sealed class RevokeEntitlementHandler(EntitlementDesk desk, ILedgerTime time)
    : IRequestHandler<RevokeEntitlement, Outcome<EntitlementView>>
{
    public async Task<Outcome<EntitlementView>> Handle(RevokeEntitlement request, CancellationToken cancel)
    {
        var found = await desk.FindForChange(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var now = time.Now;
        var facts = found.Value.Revoke(request.Reason, now);
        if (facts.IsDenied(out denial))
            return denial;

        // Asked of one that was revoked before without its leases, this ends them now.
        var reason = request.RevokeActiveLeases ? request.Reason : null;
        return await desk.Record(found.Value, facts.Value, now, cancel, change => change with { RevokeLeases = reason });
    }
}
