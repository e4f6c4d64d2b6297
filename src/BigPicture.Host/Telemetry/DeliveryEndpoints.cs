using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Telemetry;

/// <summary>What webhooks were told, and what they shall be told again.</summary>
internal static class DeliveryEndpoints
{
    private static readonly QueryParameter Status = QueryParameter.OneOf(
        "status",
        WebhookWire.States,
        "Only those of which this came; all of them when left out."
    );
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, WebhookEndpoints.One + "/test", Test)
            {
                Name = "test_webhook",
                Tag = WebhookEndpoints.Tag,
                Summary = "Call a webhook to try it out",
                Description =
                    "One call with a `bigpicture.webhook.test` that is no event, as soon as the webhook's turn comes; look among its deliveries what "
                    + "came of it. It is not repeated.",
                Scope = Scopes.AdminWrite,
                Answers = [new Success(StatusCodes.Status202Accepted, typeof(DeliveryAnswer), "It will be called.")],
                Refusals = [DenialCode.NotFound, DenialCode.Conflict],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, WebhookEndpoints.One + "/deliveries", List)
            {
                Name = "list_deliveries",
                Tag = WebhookEndpoints.Tag,
                Summary = "What a webhook was told and answered",
                Scope = Scopes.AdminRead,
                Query = [Status, QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<DeliveryList>("One page, the youngest first.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Post, WebhookEndpoints.One + "/deliveries/{delivery_id}/redeliver", Again)
            {
                Name = "redeliver",
                Tag = WebhookEndpoints.Tag,
                Summary = "Deliver an event again",
                Description = "Whatever came of it before: under the same `webhook-id`, with as many tries as a new one has.",
                Scope = Scopes.AdminWrite,
                Answers = [new Success(StatusCodes.Status202Accepted, typeof(DeliveryAnswer), "It will be called.")],
                Refusals = [DenialCode.NotFound, DenialCode.Conflict],
            }
        );
    }

    private static Task<Outcome<Answer>> Test(Call call) =>
        Ids.Webhook(call, id => call.Send(new TestWebhook(id))).As(view => Accepted(call, view));

    private static Task<Outcome<Answer>> List(Call call) =>
        Ids.Webhook(
                call,
                id =>
                    call.Send(
                        new ListDeliveries(id, call.Query.Limit, call.Query.Cursor) { State = WebhookWire.StateOf(call.Query[Status]) }
                    )
            )
            .As(page =>
                Answer.Ok(
                    new DeliveryList
                    {
                        Deliveries = [.. page.Items.Select(view => WebhookWire.ToWire(view, SourceOf(call)))],
                        NextCursor = page.NextCursor,
                    },
                    Json.DeliveryList
                )
            );

    private static Task<Outcome<Answer>> Again(Call call) =>
        Ids.Webhook(call, webhook => Ids.Delivery(call, id => call.Send(new Redeliver(webhook, id)))).As(view => Accepted(call, view));

    private static Answer Accepted(Call call, DeliveryView view) =>
        new(StatusCodes.Status202Accepted, WebhookWire.ToWire(view, SourceOf(call)), Json.DeliveryAnswer);

    private static string SourceOf(Call call) => call.Get<WebhookOptions>().Source;
}
