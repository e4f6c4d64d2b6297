using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Cli.Http;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>Revoke, suspend, reinstate.</summary>
internal static class EntitlementStates
{
    public static IEnumerable<Command> Create(Remote remote) => [Revoke(remote), Suspend(remote), Reinstate(remote)];

    private static Command Revoke(Remote remote)
    {
        var reason = Options.RequiredText("--reason", "Why, for the records: 1 to 500 characters.", "TEXT");
        var keep = new Option<bool>("--keep-leases") { Description = "Let live leases run on to their end." };
        return State(
            remote,
            "revoke",
            "End an entitlement for good, and its live leases with it.",
            [reason, keep],
            parse => new RevokeEntitlementRequest { Reason = parse.GetRequiredValue(reason), RevokeActiveLeases = !parse.GetValue(keep) },
            () => WireJson.Requests.RevokeEntitlementRequest
        );
    }

    private static Command Suspend(Remote remote)
    {
        var reason = Options.RequiredText("--reason", "Why, for the records: 1 to 500 characters.", "TEXT");
        var revoke = new Option<bool>("--revoke-leases") { Description = "End live leases at once; else they run on." };
        return State(
            remote,
            "suspend",
            "Neither grant nor renew until it is reinstated.",
            [reason, revoke],
            parse => new SuspendEntitlementRequest { Reason = parse.GetRequiredValue(reason), RevokeActiveLeases = parse.GetValue(revoke) },
            () => WireJson.Requests.SuspendEntitlementRequest
        );
    }

    private static Command Reinstate(Remote remote)
    {
        var reason = Options.Text("--reason", "Why, for the records: 1 to 500 characters.", "TEXT");
        return State(
            remote,
            "reinstate",
            "Lift a suspension.",
            [reason],
            parse => new ReinstateEntitlementRequest { Reason = parse.GetValue(reason) },
            () => WireJson.Requests.ReinstateEntitlementRequest
        );
    }

    private static Command State<T>(
        Remote remote,
        string name,
        string description,
        IEnumerable<Symbol> takes,
        Func<ParseResult, T> body,
        Func<JsonTypeInfo<T>> form
    )
    {
        var id = Options.Id("ID", "The entitlement, ent_…");
        return remote.Ask(
            name,
            description,
            [id, .. takes],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("entitlements", parse.GetRequiredValue(id), name),
                    body(parse),
                    form(),
                    WireJson.Answers.EntitlementAnswer,
                    cancel
                ),
            (terminal, entitlement) => terminal.Sheet(entitlement, EntitlementCommands.Fields)
        );
    }
}
