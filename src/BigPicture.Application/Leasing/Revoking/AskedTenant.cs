using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>Whose revocations are asked for.</summary>
internal static class AskedTenant
{
    public static void IsTenantOrAbsent<T>(this IRuleBuilder<T, TenantId?> rule) =>
        rule.Check("tenant_id", tenant => tenant is { } id ? Text.OperatorNameProblem(id.Value) : null);

    /// <summary>The tenant that is asked for, or why the caller may not ask.</summary>
    public static async Task<Outcome<TenantId>> For(this TenantId? asked, Caller caller, IMediator mediator, CancellationToken cancel)
    {
        if ((asked ?? caller.Tenant) is not { } tenant)
            return Denial.BadField("tenant_id", "is required, as the API token is not tied to one tenant");
        if (!caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        var known = await mediator.Send(new RequireNames(tenant, []), cancel);
        return known.IsDenied(out var denial) ? denial : tenant;
    }
}
