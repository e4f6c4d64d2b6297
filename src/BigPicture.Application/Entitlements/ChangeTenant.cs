using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

public sealed record ChangeTenant(TenantId Id, string Name) : ICommand<TenantView>;

internal sealed class ChangeTenantValidator : AbstractValidator<ChangeTenant>
{
    public ChangeTenantValidator() => RuleFor(request => request.Name).IsText("name", Tenant.NameMax);
}

internal sealed class ChangeTenantHandler(ITenantStore tenants, Caller caller, FactLog log, TimeProvider clock)
    : IRequestHandler<ChangeTenant, Outcome<TenantView>>
{
    public async Task<Outcome<TenantView>> Handle(ChangeTenant request, CancellationToken cancel)
    {
        var what = $"Tenant '{request.Id}'";
        if (!caller.Sees(request.Id) || await tenants.Find(request.Id, cancel) is not { } tenant)
            return Denial.NotFound(what);
        if (caller.RefuseVersion(what, tenant.Version) is { } stale)
            return stale;
        var now = Instant.From(clock.GetUtcNow());
        log.Stood(new TenantUpdated(tenant, now));
        var renamed = tenant.Rename(request.Name, now);
        if (renamed.IsDenied(out var denial))
            return denial;

        log.Tell(renamed.Value);
        return TenantView.Of(tenant);
    }
}
