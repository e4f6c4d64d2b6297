using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>What a webhook was told, and what it shall be told again.</summary>
internal static class WebhookDeliveries
{
    private static readonly Field<DeliveryAnswer>[] Fields =
    [
        new("delivery_id", d => d.DeliveryId),
        new("type", d => d.Type),
        new("status", d => d.Status),
        new("tries", d => d.Tries),
        new("created_at", d => d.CreatedAt),
        new("next_try_at", d => d.NextTryAt),
        new("answered", d => Last(d)?.Status),
        new("error", d => Last(d)?.Error),
        new("answer", d => Last(d)?.Answer, InList: false),
    ];

    public static Command Test(Remote remote)
    {
        var id = WebhookCommands.Id();
        return remote.Ask(
            "test",
            "Call a webhook once to try it out; `webhook deliveries` shows what came of it.",
            [id],
            (parse, server, cancel) =>
                server.Post(Route.To("webhooks", parse.GetRequiredValue(id), "test"), WireJson.Answers.DeliveryAnswer, cancel),
            (terminal, delivery) => terminal.Sheet(delivery, Fields)
        );
    }

    public static Command List(Remote remote)
    {
        var id = WebhookCommands.Id();
        var status = Options.Text("--status", "Only those that are waiting, delivered or failed.", "STATUS");
        return remote.List(
            "deliveries",
            "List what a webhook was told and answered, the youngest first.",
            [id, status],
            new Listing<DeliveryList, DeliveryAnswer>
            {
                Path = parse => Route.To("webhooks", parse.GetRequiredValue(id), "deliveries").With(("status", parse.GetValue(status))),
                Plural = "deliveries",
                Form = () => WireJson.Answers.DeliveryList,
                Items = page => page.Deliveries,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );
    }

    public static Command Again(Remote remote)
    {
        var id = WebhookCommands.Id();
        var delivery = Options.Id("DELIVERY", "The delivery's id, evt_…");
        return remote.Ask(
            "redeliver",
            "Deliver an event again, whatever came of it before.",
            [id, delivery],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("webhooks", parse.GetRequiredValue(id), "deliveries", parse.GetRequiredValue(delivery), "redeliver"),
                    WireJson.Answers.DeliveryAnswer,
                    cancel
                ),
            (terminal, told) => terminal.Sheet(told, Fields)
        );
    }

    private static DeliveryTry? Last(DeliveryAnswer delivery) => delivery.Log is [.., var last] ? last : null;
}
