using System.CommandLine;
using System.Text.Json.Nodes;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary><c>events tail</c>: the last events, and with <c>--follow</c> those that come, through restarts of the server.</summary>
internal static class EventTail
{
    private const int LastDefault = 10;
    private const int PageMax = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    public static Command Create(Remote remote, Surroundings surroundings)
    {
        var after = Options.Number<long>("--after", "Begin after this position, instead of near the end.");
        var last = Options.Number<int>(
            "--last",
            $"Begin so many events before the end, all types and tenants counted; default {LastDefault}."
        );
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what comes, until Ctrl+C." };
        var types = Options.Words("--type", "Only these types, such as bigpicture.license.issued. Repeat, or part by commas.", "TYPE");
        types.Aliases.Add("--types");
        var tenant = Options.Text("--tenant", "Only this tenant's.", "ID");
        return remote.Command(
            "tail",
            "Print the last events, one a line; with --json each as one line of JSON.",
            [after, last, follow, types, tenant],
            async (parse, terminal, server, cancel) =>
            {
                var filter = Route
                    .To("events")
                    .With(
                        ("types", parse.WordsOf(types) is { Length: > 0 } names ? string.Join(',', names) : null),
                        ("tenant_id", parse.GetValue(tenant)),
                        ("limit", PageMax)
                    );
                var position = parse.GetValue(after);
                if (position is null)
                {
                    var end = await End(server, cancel);
                    if (end.Failed(out var failure))
                        return terminal.Fail(failure);
                    position = Math.Max(0, end.Value.NextAfter - Math.Max(0, parse.GetValue(last) ?? LastDefault));
                }
                return await new Tail(server, terminal, surroundings, filter).Run(position.Value, parse.GetValue(follow), cancel);
            }
        );
    }

    /// <summary>A page that is not full ends at the last event of all, whatever it was asked for: so the rarest type is asked for.</summary>
    private static async Task<Answer<EventPage>> End(LicenseServer server, CancellationToken cancel)
    {
        const string Rarest = EventNames.TypePrefix + EventNames.WebhookDisabled;
        for (var position = 0L; ; )
        {
            var path = Route.To("events").With(("after", position), ("types", Rarest), ("limit", PageMax));
            var page = await server.Get(path, WireJson.Answers.EventPage, cancel);
            if (page.Failed(out _) || page.Value.Events.Count < PageMax)
                return page;
            position = page.Value.NextAfter;
        }
    }

    private sealed class Tail(LicenseServer server, Terminal terminal, Surroundings surroundings, string filter)
    {
        public async Task<int> Run(long position, bool follow, CancellationToken cancel)
        {
            var pause = Pause;
            for (var isFirst = true; ; isFirst = false)
            {
                var page = await server.Get(filter.With(("after", position)), WireJson.Answers.EventPage, cancel);
                if (page.Failed(out var failure))
                {
                    // The first call tells whether it can work at all; later on a server that is away comes back.
                    if (isFirst || !follow || !IsPassing(failure))
                        return terminal.Fail(failure);
                    if (pause == Pause)
                        terminal.Say($"warning: {failure.Message} - trying again from position {position}.");
                    await Task.Delay(pause, surroundings.Clock, cancel);
                    pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
                    continue;
                }
                pause = Pause;
                Print(page);
                if (surroundings.IsOutputClosed())
                    return (int)ExitCode.Ok;
                position = page.Value.NextAfter;
                if (page.Value.Events.Count == PageMax)
                    continue;
                if (!follow)
                    return (int)ExitCode.Ok;
                await Task.Delay(Pause, surroundings.Clock, cancel);
            }
        }

        private void Print(Answer<EventPage> page)
        {
            if (terminal.IsJson)
                foreach (var told in JsonNode.Parse(page.Json)!["events"]!.AsArray())
                    terminal.Line(told!.ToJsonString(LegibleJson.Compact.Options));
            else
                foreach (var told in page.Value.Events)
                    terminal.Line(string.Join('\t', EventCommands.Fields.Select(field => field.Text(told))));
        }

        private static bool IsPassing(Failure failure) =>
            failure.Code == ExitCode.Unreachable || failure.Problem is { Status: 429 or >= 500 } || failure.Problem is null;
    }
}
