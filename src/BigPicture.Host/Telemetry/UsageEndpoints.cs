using BigPicture.Application.Telemetry.Features;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Telemetry;

internal static class UsageEndpoints
{
    private static readonly QueryParameter Entitlement = QueryParameter.Required(
        "entitlement_id",
        "The entitlement whose features they are."
    );
    private static readonly QueryParameter From = QueryParameter.Text("from", "Days that begin then or later: `2026-01-15T00:00:00Z`.");
    private static readonly QueryParameter To = QueryParameter.Text("to", "Days that begin before it.");

    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/usage/features", List)
            {
                Name = "list_feature_use",
                Tag = "Usage",
                Summary = "How often features were used, by day",
                Description =
                    "What applications reported where the policy has `usage_signals`. A day is one of UTC, that of `at` in the report.",
                Scope = Scopes.TelemetryRead,
                Query = [Entitlement, From, To, QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<FeatureUseList>("One page, by day and feature.")],
                Refusals = [DenialCode.NotFound],
            }
        );

    private static async Task<Outcome<Answer>> List(Call call)
    {
        var entitlement = Ids.EntitlementOrNull(Entitlement.Name, call.Query[Entitlement]);
        if (entitlement.IsDenied(out var denial))
            return denial;
        var (from, to) = (Times.InQuery(call.Query, From), Times.InQuery(call.Query, To));
        if (from.IsDenied(out denial) || to.IsDenied(out denial))
            return denial;
        return await call.Send(
                new ListFeatureUse(entitlement.Value!.Value, call.Query.Limit, call.Query.Cursor) { From = from.Value, To = to.Value }
            )
            .As(page =>
                Answer.Ok(
                    new FeatureUseList
                    {
                        Features =
                        [
                            .. page.Items.Select(count => new FeatureDay
                            {
                                Feature = count.Feature,
                                Day = count.Day.ToDateTimeOffset(),
                                Count = count.Count,
                            }),
                        ],
                        NextCursor = page.NextCursor,
                    },
                    WireJson.Requests.FeatureUseList
                )
            );
    }
}
