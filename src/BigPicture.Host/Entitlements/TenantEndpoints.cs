using BigPicture.Application.Entitlements;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Entitlements;

internal static class TenantEndpoints
{
    private const string Tag = "Tenants";
    private const string One = "/v1/tenants/{tenant_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, "/v1/tenants", Create)
            {
                Name = "create_tenant",
                Tag = Tag,
                Summary = "Create a tenant",
                Description = "A tenant is a customer of the vendor. Not for an API token that is tied to a tenant or to products.",
                Scope = Scopes.AdminWrite,
                Body = typeof(CreateTenantRequest),
                TakesIdempotencyKey = true,
                Answers = [Success.Created<TenantAnswer>("The tenant.")],
                Refusals = [DenialCode.Conflict],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/tenants", List)
            {
                Name = "list_tenants",
                Tag = Tag,
                Summary = "List tenants",
                Scope = Scopes.AdminRead,
                Query = [QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<TenantList>("One page, in order of their ids.")],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_tenant",
                Tag = Tag,
                Summary = "Show a tenant",
                Scope = Scopes.AdminRead,
                Answers = [Success.OkVersioned<TenantAnswer>("The tenant.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Put, One, Change)
            {
                Name = "change_tenant",
                Tag = Tag,
                Summary = "Rename a tenant",
                Scope = Scopes.AdminWrite,
                Body = typeof(UpdateTenantRequest),
                TakesIfMatch = true,
                Answers = [Success.OkVersioned<TenantAnswer>("The tenant as it stands.")],
                Refusals = [DenialCode.NotFound, DenialCode.VersionMismatch],
            }
        );
    }

    private static Task<Outcome<Answer>> Create(Call call) =>
        call.Read(Json.CreateTenantRequest)
            .Then(body => call.Send(new CreateTenant(Ids.TenantOrNull(body.TenantId), body.Name)))
            .As(tenant => Answer.Created($"/v1/tenants/{tenant.Id}", ToWire(tenant), Json.TenantAnswer, tenant.Version));

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(new ListTenants(call.Query.Limit, call.Query.Cursor)).As(page => Answer.Ok(ToWire(page), Json.TenantList));

    private static Task<Outcome<Answer>> Get(Call call) => call.Send(new GetTenant(Id(call))).As(Shown);

    private static Task<Outcome<Answer>> Change(Call call) =>
        call.Read(Json.UpdateTenantRequest).Then(body => call.Send(new ChangeTenant(Id(call), body.Name))).As(Shown);

    private static TenantId Id(Call call) => new(call.Path("tenant_id"));

    private static Answer Shown(TenantView tenant) => Answer.Ok(ToWire(tenant), Json.TenantAnswer, tenant.Version);

    private static TenantList ToWire(Page<TenantView> page) =>
        new() { Tenants = [.. page.Items.Select(ToWire)], NextCursor = page.NextCursor };

    private static TenantAnswer ToWire(TenantView tenant) =>
        new()
        {
            TenantId = tenant.Id.Value,
            Name = tenant.Name,
            Version = tenant.Version,
            CreatedAt = tenant.CreatedAt.ToDateTimeOffset(),
            UpdatedAt = tenant.UpdatedAt.ToDateTimeOffset(),
        };
}
