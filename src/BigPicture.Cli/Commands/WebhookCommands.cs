using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class WebhookCommands
{
    private static readonly Field<WebhookAnswer>[] Fields =
    [
        new("webhook_id", w => w.WebhookId),
        new("url", w => w.Url),
        new("events", w => w.Events),
        new("tenant_id", w => w.TenantId),
        new("signature", w => w.Signature, InList: false),
        new("secret", w => w.Secret, InList: false),
        new("public_key", w => w.PublicKey, InList: false),
        new("previous_secret_until", w => w.PreviousSecretUntil, InList: false),
        new("enabled", w => w.Enabled),
        new("disabled_reason", w => w.DisabledReason),
        new("failing_since", w => w.FailingSince),
        new("position", w => w.Position, InList: false),
        new("created_at", w => w.CreatedAt, InList: false),
    ];

    public static Command Create(Remote remote) =>
        remote.Group(
            "webhook",
            "Webhooks: URLs that are called with each event.",
            New(remote),
            List(remote),
            Show(remote),
            Switch(remote, "enable", "Tell it events again, from the first that it was not told.", isOn: true),
            Switch(remote, "disable", "Tell it nothing until it is enabled again.", isOn: false),
            Rotate(remote),
            Delete(remote),
            WebhookDeliveries.Test(remote),
            WebhookDeliveries.List(remote),
            WebhookDeliveries.Again(remote)
        );

    private static Command New(Remote remote)
    {
        var url = Options.RequiredText("--url", "Where to call, https:// or http://.", "URL");
        var events = Options.Words("--event", "Only these types, such as license.issued. Repeat, or part by commas; default all.", "TYPE");
        events.Aliases.Add("--events");
        var tenant = Options.Text("--tenant", "Only this tenant's events.", "ID");
        var secret = Options.Text("--secret", "whsec_ and 24 to 64 bytes in base64; default: the server makes one.", "SECRET");
        var signature = Options.Text("--signature", "v1 (a secret that both know, the default) or v1a (Ed25519).", "KIND");
        return remote.Ask(
            "create",
            "Create a webhook. Its secret is shown this once.",
            [url, events, tenant, secret, signature],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("webhooks"),
                    new CreateWebhookRequest
                    {
                        Url = parse.GetRequiredValue(url),
                        Events = parse.WordsOf(events),
                        TenantId = parse.GetValue(tenant),
                        Secret = parse.GetValue(secret),
                        Signature = parse.GetValue(signature),
                    },
                    WireJson.Requests.CreateWebhookRequest,
                    WireJson.Answers.WebhookAnswer,
                    cancel
                ),
            ShowWithSecret
        );
    }

    private static Command List(Remote remote) =>
        remote.List(
            "list",
            "List webhooks, without their secrets.",
            [],
            new Listing<WebhookList, WebhookAnswer>
            {
                Path = _ => Route.To("webhooks"),
                Plural = "webhooks",
                Form = () => WireJson.Answers.WebhookList,
                Items = page => page.Webhooks,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );

    private static Command Show(Remote remote)
    {
        var id = Id();
        return remote.Ask(
            "show",
            "Show a webhook, without its secret.",
            [id],
            (parse, server, cancel) => server.Get(Route.To("webhooks", parse.GetRequiredValue(id)), WireJson.Answers.WebhookAnswer, cancel),
            (terminal, webhook) => terminal.Sheet(webhook, Fields)
        );
    }

    private static Command Switch(Remote remote, string name, string description, bool isOn)
    {
        var id = Id();
        return remote.Ask(
            name,
            description,
            [id],
            (parse, server, cancel) =>
                server.Put(
                    Route.To("webhooks", parse.GetRequiredValue(id)),
                    new ChangeWebhookRequest { Enabled = isOn },
                    ifMatch: null,
                    WireJson.Requests.ChangeWebhookRequest,
                    WireJson.Answers.WebhookAnswer,
                    cancel
                ),
            (terminal, webhook) => terminal.Sheet(webhook, Fields)
        );
    }

    private static Command Rotate(Remote remote)
    {
        var id = Id();
        var secret = Options.Text("--secret", "The new secret; default: the server makes one.", "SECRET");
        var overlap = Options.Number<int>("--overlap", "Seconds for which the old one signs too; default 86400.");
        return remote.Ask(
            "rotate",
            "Give a webhook a new secret, shown this once.",
            [id, secret, overlap],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("webhooks", parse.GetRequiredValue(id), "rotate"),
                    new RotateWebhookSecretRequest { Secret = parse.GetValue(secret), OverlapSeconds = parse.GetValue(overlap) },
                    WireJson.Requests.RotateWebhookSecretRequest,
                    WireJson.Answers.WebhookAnswer,
                    cancel
                ),
            ShowWithSecret
        );
    }

    private static Command Delete(Remote remote)
    {
        var id = Id();
        return remote.Command(
            "delete",
            "Delete a webhook and what is known of its deliveries.",
            [id],
            async (parse, terminal, server, cancel) =>
            {
                var webhook = parse.GetRequiredValue(id);
                if (await server.Delete(Route.To("webhooks", webhook), cancel) is { } failure)
                    return terminal.Fail(failure);
                if (terminal.IsJson)
                    terminal.Json(new JsonObject { ["webhook_id"] = webhook, ["deleted"] = true });
                else
                    terminal.Say($"{webhook} is deleted.");
                return (int)ExitCode.Ok;
            }
        );
    }

    internal static Argument<string> Id() => Options.Id("ID", "The webhook's id, webhook_…");

    private static void ShowWithSecret(Terminal terminal, WebhookAnswer webhook)
    {
        terminal.Sheet(webhook, Fields);
        terminal.Say("Keep the secret now: it is not shown again.");
    }
}
