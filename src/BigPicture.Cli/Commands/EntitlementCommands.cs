using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>What a customer may do: to look at. The changes stand in files of their own.</summary>
internal static class EntitlementCommands
{
    public static readonly Field<EntitlementAnswer>[] Fields =
    [
        new("entitlement_id", e => e.EntitlementId),
        new("tenant_id", e => e.TenantId),
        new("product_id", e => e.ProductId),
        new("status", e => e.Status),
        new("policy_json", e => e.PolicyJson),
        new("starts_at", e => e.StartsAt),
        new("ends_at", e => e.EndsAt),
        new("auto_renew", e => e.AutoRenew),
        new("renewal_days", e => e.RenewalDays),
        new("version", e => e.Version),
        new("created_at", e => e.CreatedAt),
        new("updated_at", e => e.UpdatedAt),
    ];

    /// <summary>A list tells of a policy what tells entitlements apart.</summary>
    private static readonly Field<EntitlementAnswer>[] ListFields =
    [
        new("entitlement_id", e => e.EntitlementId),
        new("tenant_id", e => e.TenantId),
        new("product_id", e => e.ProductId),
        new("status", e => e.Status),
        new("type", e => OfPolicy(e, "type")),
        new("max_seats", e => OfPolicy(e, "max_seats")),
        new("ends_at", e => e.EndsAt),
    ];

    private static readonly Field<ActiveLease>[] LeaseFields =
    [
        new("lease_id", l => l.LeaseId),
        new("subject_type", l => l.SubjectType),
        new("subject_id", l => l.SubjectId),
        new("machine_id", l => l.MachineId),
        new("session_id", l => l.SessionId),
        new("features", l => l.Features),
        new("issued_at", l => l.IssuedAt),
        new("expires_at", l => l.ExpiresAt),
    ];

    public static Command Create(Remote remote) =>
        remote.Group(
            "entitlement",
            "What a customer may do with a product.",
            [
                EntitlementCreation.Create(remote),
                List(remote),
                Show(remote),
                EntitlementUpdate.Create(remote),
                .. EntitlementStates.Create(remote),
                EntitlementExplanation.Create(remote),
                Leases(remote),
            ]
        );

    private static Command List(Remote remote)
    {
        var tenant = Options.Text("--tenant", "Only this tenant's.", "ID");
        var product = Options.Text("--product", "Only for this product.", "ID");
        var status = Options.Text("--status", "Only scheduled, active, suspended, expired or revoked ones.", "STATUS");
        var days = Options.Number<int>("--expiring-within-days", "Only those that end within so many days.");
        return remote.List(
            "list",
            "List entitlements.",
            [tenant, product, status, days],
            new Listing<EntitlementList, EntitlementAnswer>
            {
                Path = parse =>
                    Route
                        .To("entitlements")
                        .With(
                            ("tenant_id", parse.GetValue(tenant)),
                            ("product_id", parse.GetValue(product)),
                            ("status", parse.GetValue(status)),
                            ("expiring_within_days", parse.GetValue(days))
                        ),
                Plural = "entitlements",
                Form = () => WireJson.Answers.EntitlementList,
                Items = page => page.Entitlements,
                Next = page => page.NextCursor,
                Fields = ListFields,
            }
        );
    }

    private static Command Show(Remote remote)
    {
        var id = Options.Id("ID", "The entitlement, ent_…");
        return remote.Ask(
            "show",
            "Show an entitlement.",
            [id],
            (parse, server, cancel) =>
                server.Get(Route.To("entitlements", parse.GetRequiredValue(id)), WireJson.Answers.EntitlementAnswer, cancel),
            (terminal, entitlement) => terminal.Sheet(entitlement, Fields)
        );
    }

    private static Command Leases(Remote remote)
    {
        var id = Options.Id("ID", "The entitlement, ent_…");
        return remote.List(
            "leases",
            "List an entitlement's live leases.",
            [id],
            new Listing<ActiveLeaseList, ActiveLease>
            {
                Path = parse => Route.To("entitlements", parse.GetRequiredValue(id), "leases"),
                Plural = "active_leases",
                Form = () => WireJson.Answers.ActiveLeaseList,
                Items = page => page.ActiveLeases,
                Next = page => page.NextCursor,
                Fields = LeaseFields,
            }
        );
    }

    private static string? OfPolicy(EntitlementAnswer entitlement, string key) =>
        entitlement.PolicyJson.TryGetProperty(key, out var value) ? value.ToString() : null;
}
