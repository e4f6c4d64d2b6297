using System.CommandLine;
using System.Text.Json;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class PrivacyCommands
{
    private static readonly Field<ErasureAnswer>[] Fields =
    [
        new("leases", e => e.Leases),
        new("live_leases", e => e.LiveLeases),
        new("events", e => e.Events),
        new("audit_events", e => e.AuditEvents),
    ];

    public static Command Create(Remote remote) => remote.Group("privacy", "What is known of people.", Erase(remote));

    private static Command Erase(Remote remote)
    {
        var tenant = Options.RequiredText("--tenant", "The customer.", "ID");
        var user = Options.Text("--user", "The user to be erased.", "ID");
        var machine = Options.Text("--machine", "The machine to be erased, instead of a user.", "ID");
        var erase = remote.Ask(
            "erase",
            "Take a person or a machine out of ended leases, events and the audit trail. Final; leases in force keep their holder.",
            [tenant, user, machine],
            (parse, server, cancel) => Everywhere(Request(parse, tenant, user, machine), server, cancel),
            Show
        );
        erase.Validators.Add(result =>
        {
            if (result.GetResult(user) is null == result.GetResult(machine) is null)
                result.AddError("Name one: --user, or --machine.");
        });
        return erase;
    }

    private static EraseSubjectRequest Request(ParseResult parse, Option<string> tenant, Option<string?> user, Option<string?> machine) =>
        new()
        {
            TenantId = parse.GetRequiredValue(tenant),
            SubjectType = parse.GetValue(user) is null ? SubjectTypes.Machine : SubjectTypes.User,
            SubjectId = (parse.GetValue(user) ?? parse.GetValue(machine))!,
        };

    /// <summary>A server looks through a stretch of the events a call; this goes on to their end, and counts.</summary>
    private static async Task<Answer<ErasureAnswer>> Everywhere(EraseSubjectRequest request, LicenseServer server, CancellationToken cancel)
    {
        var (leases, events, acts) = (0, 0, 0);
        while (true)
        {
            var answer = await server.Post(
                Route.To("privacy", "erasures"),
                request,
                WireJson.Requests.EraseSubjectRequest,
                WireJson.Answers.ErasureAnswer,
                cancel
            );
            if (answer.Failed(out _))
                return answer;
            var step = answer.Value;
            (leases, events, acts) = (leases + step.Leases, events + step.Events, acts + step.AuditEvents);
            if (step.NextAfter is null)
            {
                var all = step with { Leases = leases, Events = events, AuditEvents = acts };
                return new Answer<ErasureAnswer>(all, JsonSerializer.Serialize(all, WireJson.Answers.ErasureAnswer));
            }
            request = request with { After = step.NextAfter };
        }
    }

    private static void Show(Terminal terminal, ErasureAnswer erased)
    {
        terminal.Sheet(erased, Fields);
        if (erased.LiveLeases > 0)
            terminal.Say("Leases in force keep their holder: revoke them or wait for their end, then repeat.");
    }
}
