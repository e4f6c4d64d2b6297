using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Entitlements;

/// <summary>The same list, whole or narrowed by the path to a tenant's or a product's.</summary>
internal static class EntitlementListEndpoints
{
    private static readonly QueryParameter Tenant = QueryParameter.Text("tenant_id", "Only this tenant's.");
    private static readonly QueryParameter Product = QueryParameter.Text("product_id", "Only those for this product.");
    private static readonly QueryParameter Status = QueryParameter.OneOf(
        "status",
        [.. Enum.GetValues<EntitlementStatus>().Select(status => status.Word())],
        "Only those that stand so now."
    );
    private static readonly QueryParameter Expiring = QueryParameter.Whole(
        "expiring_within_days",
        1,
        ListEntitlements.ExpiringWithinDaysMost,
        "Only those that end within so many days and do not renew themselves."
    );

    public static void MapEntitlementLists(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/entitlements", "list_entitlements", "List entitlements", Tenant, Product);
        Map(routes, "/v1/tenants/{tenant_id}/entitlements", "list_entitlements_of_tenant", "List a tenant's entitlements", Product);
        Map(routes, "/v1/products/{product_id}/entitlements", "list_entitlements_of_product", "List a product's entitlements", Tenant);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string name, string summary, params QueryParameter[] filters) =>
        routes.Serve(
            new Operation(HttpMethods.Get, path, List)
            {
                Name = name,
                Tag = EntitlementEndpoints.Tag,
                Summary = summary,
                Scope = Scopes.AdminRead,
                Query = [.. filters, Status, Expiring, QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<EntitlementList>("One page, in order of age.")],
                Refusals = [DenialCode.NotFound],
            }
        );

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(
                new ListEntitlements(call.Query.Limit, call.Query.Cursor)
                {
                    Tenant = Ids.TenantOrNull(call.PathOrNull("tenant_id") ?? call.Query[Tenant]),
                    Product = Ids.ProductOrNull(call.PathOrNull("product_id") ?? call.Query[Product]),
                    Status = call.Query[Status] is { } word ? Domain.Entitlements.EntitlementStatuses.Parse(word) : null,
                    ExpiringWithinDays = (int?)call.Query.Whole(Expiring),
                }
            )
            .As(page =>
                Answer.Ok(
                    new EntitlementList { Entitlements = [.. page.Items.Select(EntitlementWire.ToWire)], NextCursor = page.NextCursor },
                    WireJson.Requests.EntitlementList
                )
            );
}
