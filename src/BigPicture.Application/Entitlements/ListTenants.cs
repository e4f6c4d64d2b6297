using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>By id.</summary>
public sealed record ListTenants(int? Limit = null, string? Cursor = null) : IPagedQuery<TenantView>;

internal sealed class ListTenantsValidator : AbstractValidator<ListTenants>
{
    public ListTenantsValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListTenantsHandler(ITenantStore tenants, Caller caller) : IRequestHandler<ListTenants, Outcome<Page<TenantView>>>
{
    public async Task<Outcome<Page<TenantView>>> Handle(ListTenants request, CancellationToken cancel)
    {
        var cursor = new Cursor("tenants");
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;

        TenantId? after = position.Value is { } id ? new TenantId(id) : null;
        var size = Page.SizeOf(request);
        var found = await tenants.List(caller.Tenant, after, size + 1, cancel);
        return Page.Cut(found, size, TenantView.Of, tenant => cursor.Write(tenant.Id.Value));
    }
}
