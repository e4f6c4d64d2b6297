using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class EventCommands
{
    public static readonly Field<CloudEvent>[] Fields =
    [
        new("position", e => e.Position),
        new("time", e => e.Time),
        new("type", e => e.Type),
        new("tenantid", e => e.TenantId),
        new("subject", e => e.Subject),
        new("data", e => e.Data),
    ];

    public static Command Create(Remote remote, Surroundings surroundings) =>
        remote.Group("events", "What happened, in order.", List(remote), EventTail.Create(remote, surroundings));

    private static Command List(Remote remote)
    {
        var after = Options.Number<long>("--after", "Only what comes after this position; default 0, from the beginning.");
        var types = Options.Words("--type", "Only these types, such as license.issued. Repeat, or part by commas.", "TYPE");
        types.Aliases.Add("--types");
        var tenant = Options.Text("--tenant", "Only this tenant's.", "ID");
        var limit = Options.Number<int>("--limit", "At most so many, 1 to 200; default 50.");
        return remote.Ask(
            "list",
            "List events, oldest first.",
            [after, types, tenant, limit],
            (parse, server, cancel) =>
                server.Get(
                    Route
                        .To("events")
                        .With(
                            ("after", parse.GetValue(after)),
                            ("types", parse.WordsOf(types) is { Length: > 0 } names ? string.Join(',', names) : null),
                            ("tenant_id", parse.GetValue(tenant)),
                            ("limit", parse.GetValue(limit))
                        ),
                    WireJson.Answers.EventPage,
                    cancel
                ),
            (terminal, page) =>
            {
                terminal.Table(page.Events, Fields);
                if (page.Events.Count > 0)
                    terminal.Say($"What follows: --after {page.NextAfter}");
            }
        );
    }
}
