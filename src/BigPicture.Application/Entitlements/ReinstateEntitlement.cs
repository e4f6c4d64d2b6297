using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>Ends a suspension. Leases that ended with it stay ended.</summary>
public sealed record ReinstateEntitlement(EntitlementId Id, string? Reason) : ICommand<EntitlementView>;

internal sealed class ReinstateEntitlementValidator : AbstractValidator<ReinstateEntitlement>
{
    public ReinstateEntitlementValidator() => RuleFor(request => request.Reason).IsTextOrAbsent("reason", Entitlement.ReasonMax);
}

internal sealed class ReinstateEntitlementHandler(EntitlementDesk desk, ILedgerTime time)
    : IRequestHandler<ReinstateEntitlement, Outcome<EntitlementView>>
{
    public async Task<Outcome<EntitlementView>> Handle(ReinstateEntitlement request, CancellationToken cancel)
    {
        var found = await desk.FindForChange(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var now = time.Now;
        var facts = found.Value.Reinstate(request.Reason, now);
        return facts.IsDenied(out denial) ? denial : await desk.Record(found.Value, facts.Value, now, cancel);
    }
}
