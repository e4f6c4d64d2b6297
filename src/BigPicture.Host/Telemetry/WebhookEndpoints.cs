using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Telemetry;

internal static class WebhookEndpoints
{
    public const string Tag = "Webhooks";
    public const string All = "/v1/webhooks";
    public const string One = "/v1/webhooks/{webhook_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, All, Create)
            {
                Name = "create_webhook",
                Tag = Tag,
                Summary = "Create a webhook",
                Description =
                    "Calls the URL with each event that happens from now on: a CloudEvent, signed by Standard Webhooks. The secret stands in this "
                    + "answer and is never shown again, not even to a repeat under the same `Idempotency-Key`.",
                Scope = Scopes.AdminWrite,
                Body = typeof(CreateWebhookRequest),
                TakesIdempotencyKey = true,
                Answers = [Success.CreatedUnversioned<WebhookAnswer>("The webhook with its secret.")],
                Refusals = [DenialCode.NotFound, DenialCode.Conflict],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, All, List)
            {
                Name = "list_webhooks",
                Tag = Tag,
                Summary = "List webhooks",
                Scope = Scopes.AdminRead,
                Query = [QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<WebhookList>("One page in order of age, with those that are switched off.")],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_webhook",
                Tag = Tag,
                Summary = "Show a webhook",
                Scope = Scopes.AdminRead,
                Answers = [Success.Ok<WebhookAnswer>("The webhook without its secret.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Put, One, Change)
            {
                Name = "change_webhook",
                Tag = Tag,
                Summary = "Change a webhook, or switch it off and on",
                Description = "What is left out stays as it is. Switched on again, it goes on with the first event that it was not told.",
                Scope = Scopes.AdminWrite,
                Body = typeof(ChangeWebhookRequest),
                Answers = [Success.Ok<WebhookAnswer>("The webhook as it stands.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Post, One + "/rotate", Rotate)
            {
                Name = "rotate_webhook_secret",
                Tag = Tag,
                Summary = "Give a webhook a new secret",
                Description = "For a while every call carries a signature of each, so that the receiver changes over in its own time.",
                Scope = Scopes.AdminWrite,
                Body = typeof(RotateWebhookSecretRequest),
                IsBodyOptional = true,
                TakesIdempotencyKey = true,
                Answers = [Success.Ok<WebhookAnswer>("The webhook with its new secret.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Delete, One, Delete)
            {
                Name = "delete_webhook",
                Tag = Tag,
                Summary = "Delete a webhook",
                Description = "It is told nothing more, and its deliveries are gone with it.",
                Scope = Scopes.AdminWrite,
                Answers = [Success.NoContent("It is deleted.")],
                Refusals = [DenialCode.NotFound],
            }
        );
    }

    private static async Task<Outcome<Answer>> Create(Call call)
    {
        var read = await call.Read(Json.CreateWebhookRequest);
        if (read.IsDenied(out var denial))
            return denial;
        var body = read.Value;
        if (KindOf(body.Signature) is not { } kind)
            return Denial.BadField("signature", $"must be one of {WebhookSignatures.Symmetric}, {WebhookSignatures.Asymmetric}");
        var request = new CreateWebhook(body.Url)
        {
            Events = body.Events,
            Secret = body.Secret,
            Signature = kind,
            Tenant = Ids.TenantOrNull(body.TenantId),
            Products = Ids.Products(body.Products),
        };
        return await call.Send(request)
            .As(made => Answer.Created($"{All}/{made.Webhook.Id}", WebhookWire.ToWire(made.Webhook, made.Secret), Json.WebhookAnswer));
    }

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(new ListWebhooks(call.Query.Limit, call.Query.Cursor))
            .As(page =>
                Answer.Ok(
                    new WebhookList { Webhooks = [.. page.Items.Select(view => WebhookWire.ToWire(view))], NextCursor = page.NextCursor },
                    Json.WebhookList
                )
            );

    private static Task<Outcome<Answer>> Get(Call call) => Ids.Webhook(call, id => call.Send(new GetWebhook(id))).As(Shown);

    private static Task<Outcome<Answer>> Change(Call call) =>
        Ids.Webhook(
                call,
                id =>
                    call.Read(Json.ChangeWebhookRequest)
                        .Then(body =>
                            call.Send(
                                new ChangeWebhook(id)
                                {
                                    Url = body.Url,
                                    Events = body.Events,
                                    Enabled = body.Enabled,
                                }
                            )
                        )
            )
            .As(Shown);

    private static Task<Outcome<Answer>> Rotate(Call call) =>
        Ids.Webhook(
                call,
                id =>
                    call.ReadIfAny(Json.RotateWebhookSecretRequest)
                        .Then(body =>
                            call.Send(
                                new RotateWebhookSecret(id)
                                {
                                    Secret = body.Secret,
                                    OverlapSeconds = body.OverlapSeconds ?? RotateWebhookSecret.OverlapSecondsUsual,
                                }
                            )
                        )
            )
            .As(made => Answer.Ok(WebhookWire.ToWire(made.Webhook, made.Secret), Json.WebhookAnswer));

    private static Task<Outcome<Answer>> Delete(Call call) =>
        Ids.Webhook(call, id => call.Send(new DeleteWebhook(id))).As(_ => Answer.NoContent);

    private static Answer Shown(WebhookView view) => Answer.Ok(WebhookWire.ToWire(view), Json.WebhookAnswer);

    private static SignatureKind? KindOf(string? word) =>
        word switch
        {
            null or WebhookSignatures.Symmetric => SignatureKind.Symmetric,
            WebhookSignatures.Asymmetric => SignatureKind.Asymmetric,
            _ => null,
        };
}
