using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <param name="Id">Null: the server makes one.</param>
public sealed record CreateTenant(TenantId? Id, string Name) : ICreate<TenantView>;

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenant>
{
    public CreateTenantValidator()
    {
        RuleFor(request => request.Id.HasValue ? request.Id.Value.Value : null).IsOperatorNameOrAbsent("tenant_id");
        RuleFor(request => request.Name).IsText("name", Tenant.NameMax);
    }
}

internal sealed class CreateTenantHandler(ITenantStore tenants, Caller caller, FactLog log, TimeProvider clock)
    : IRequestHandler<CreateTenant, Outcome<TenantView>>
{
    public async Task<Outcome<TenantView>> Handle(CreateTenant request, CancellationToken cancel)
    {
        if (caller.RefuseTied("create tenants") is { } refused)
            return refused;
        var time = clock.GetUtcNow();
        var now = Instant.From(time);
        var id = request.Id ?? TenantId.New(time);
        if (await tenants.Exists(id, cancel))
            return Denial.Conflict($"Tenant '{id}' exists already. Choose another tenant_id, or change the one there is.");
        var created = Tenant.Create(id, request.Name, now);
        if (created.IsDenied(out var denial))
            return denial;

        tenants.Add(created.Value);
        log.Tell(new TenantCreated(created.Value, now));
        return TenantView.Of(created.Value);
    }
}
