using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class EntitlementCreation
{
    public static Command Create(Remote remote)
    {
        var tenant = Options.RequiredText("--tenant", "The customer.", "ID");
        var product = Options.RequiredText("--product", "The product.", "ID");
        var policy = new PolicyOptions();
        var starts = Options.Time("--starts-at", "When it starts; default now.");
        var ends = Options.Time("--ends-at", "When it ends; default never.");
        var renew = Options.Choice("--auto-renew", "Whether the end moves on by itself.");
        var days = Options.Number<int>("--renewal-days", "Days by which it moves on.");
        return remote.Ask(
            "create",
            "Create an entitlement.",
            [tenant, product, .. policy.All, starts, ends, renew, days],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("entitlements"),
                    new CreateEntitlementRequest
                    {
                        TenantId = parse.GetRequiredValue(tenant),
                        ProductId = parse.GetRequiredValue(product),
                        PolicyJson = policy.Read(parse),
                        StartsAt = parse.GetValue(starts),
                        EndsAt = parse.GetValue(ends),
                        AutoRenew = parse.GetValue(renew),
                        RenewalDays = parse.GetValue(days),
                    },
                    WireJson.Requests.CreateEntitlementRequest,
                    WireJson.Answers.EntitlementAnswer,
                    cancel
                ),
            (terminal, entitlement) => terminal.Sheet(entitlement, EntitlementCommands.Fields)
        );
    }
}
