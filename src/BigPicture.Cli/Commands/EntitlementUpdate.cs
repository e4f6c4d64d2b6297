using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>
/// The server replaces a policy as a whole; a person changes a key of it. So a change of single keys reads the policy first and
/// writes it back only if nobody else has changed it meanwhile.
/// </summary>
internal static class EntitlementUpdate
{
    public static Command Create(Remote remote)
    {
        var id = Options.Id("ID", "The entitlement, ent_…");
        var policy = new PolicyOptions();
        var starts = Options.Time("--starts-at", "The new start.");
        var ends = Options.Time("--ends-at", "The new end.");
        var perpetual = new Option<bool>("--perpetual") { Description = "No end from now on." };
        var renew = Options.Choice("--auto-renew", "Whether the end moves on by itself.");
        var days = Options.Number<int>("--renewal-days", "Days by which it moves on.");
        var revoke = new Option<bool>("--revoke-leases")
        {
            Description = "End live leases; needed to change the type, or to take away a feature pool in use.",
        };
        var version = Options.IfVersion();
        return remote.Ask(
            "update",
            "Change an entitlement; what is not named stays as it is.",
            [id, .. policy.All, starts, ends, perpetual, renew, days, revoke, version],
            async (parse, server, cancel) =>
            {
                var path = Route.To("entitlements", parse.GetRequiredValue(id));
                var ifMatch = Options.IfMatch(parse.GetValue(version));
                var change = new UpdateEntitlementRequest
                {
                    StartsAt = parse.GetValue(starts),
                    EndsAt = parse.GetValue(perpetual) ? new Optional<DateTimeOffset?>(null) : Given(parse.GetValue(ends)),
                    AutoRenew = parse.GetValue(renew),
                    RenewalDays = parse.GetValue(days) is { } number ? new Optional<int?>(number) : default,
                    RevokeActiveLeases = parse.GetValue(revoke) ? true : null,
                };
                if (policy.AreGiven(parse))
                {
                    var current = await server.Get(path, WireJson.Answers.EntitlementAnswer, cancel);
                    if (current.Failed(out _))
                        return current;
                    change = change with { PolicyJson = policy.Read(parse, current.Value.PolicyJson) };
                    ifMatch ??= current.ETag ?? Options.IfMatch(current.Value.Version);
                }
                return await server.Put(
                    path,
                    change,
                    ifMatch,
                    WireJson.Requests.UpdateEntitlementRequest,
                    WireJson.Answers.EntitlementAnswer,
                    cancel
                );
            },
            (terminal, entitlement) => terminal.Sheet(entitlement, EntitlementCommands.Fields)
        );
    }

    private static Optional<DateTimeOffset?> Given(DateTimeOffset? time) => time is null ? default : new Optional<DateTimeOffset?>(time);
}
