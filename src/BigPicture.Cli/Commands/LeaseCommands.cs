using System.CommandLine;
using BigPicture.Cli.Commands.Hold;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class LeaseCommands
{
    private static readonly Field<LeaseView>[] Fields =
    [
        new("lease_id", l => l.LeaseId),
        new("status", l => l.Status),
        new("tenant_id", l => l.TenantId),
        new("product_id", l => l.ProductId),
        new("entitlement_id", l => l.EntitlementId, InList: false),
        new("license_type", l => l.LicenseType, InList: false),
        new("subject_type", l => l.SubjectType),
        new("subject_id", l => l.SubjectId),
        new("machine_id", l => l.MachineId, InList: false),
        new("session_id", l => l.SessionId, InList: false),
        new("features", l => l.Features),
        new("overdraft", l => l.Overdraft, InList: false),
        new("generation", l => l.Generation, InList: false),
        new("issued_at", l => l.IssuedAt, InList: false),
        new("expires_at", l => l.ExpiresAt),
        new("grace_until", l => l.GraceUntil, InList: false),
        new("renew_after", l => l.RenewAfter, InList: false),
        new("ended_at", l => l.EndedAt, InList: false),
        new("reason", l => l.Reason, InList: false),
    ];

    public static Command Create(Remote remote, Surroundings surroundings)
    {
        var group = remote.Group(
            "lease",
            "Who holds what now.",
            [
                .. LeaseHolding.Create(remote, surroundings),
                LeaseHold.Create(remote, surroundings),
                Revoke(remote),
                List(remote),
                Show(remote),
            ]
        );
        group.Add(LeaseVerify.Create(surroundings));
        group.Add(LeaseInspect.Create(surroundings));
        return group;
    }

    private static Command Revoke(Remote remote)
    {
        var id = Options.Id("ID", "The lease, lease_…");
        var reason = Options.RequiredText("--reason", "Why, for the records: 1 to 500 characters.", "TEXT");
        var block = Options.Number<int>("--block-seconds", "Keep the holder from a new lease for so long: 60 to 7776000; default 0.");
        return remote.Ask(
            "revoke",
            "End a lease as an administrator.",
            [id, reason, block],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("leases", parse.GetRequiredValue(id), "revoke"),
                    new RevokeLeaseRequest { Reason = parse.GetRequiredValue(reason), BlockSeconds = parse.GetValue(block) },
                    WireJson.Requests.RevokeLeaseRequest,
                    WireJson.Answers.LeaseView,
                    cancel
                ),
            (terminal, lease) => terminal.Sheet(lease, Fields)
        );
    }

    private static Command List(Remote remote)
    {
        var tenant = Options.Text("--tenant", "Only this tenant's.", "ID");
        var product = Options.Text("--product", "Only of this product.", "ID");
        var entitlement = Options.Text("--entitlement", "Only of this entitlement.", "ID");
        var subject = Options.Text("--subject", "Only this user's or machine's.", "ID");
        var status = Options.Text("--status", "active, released, revoked or expired; default active.", "STATUS");
        return remote.List(
            "list",
            "List leases, live ones unless another status is asked for.",
            [tenant, product, entitlement, subject, status],
            new Listing<LeaseList, LeaseView>
            {
                Path = parse =>
                    Route
                        .To("leases")
                        .With(
                            ("tenant_id", parse.GetValue(tenant)),
                            ("product_id", parse.GetValue(product)),
                            ("entitlement_id", parse.GetValue(entitlement)),
                            ("subject_id", parse.GetValue(subject)),
                            ("status", parse.GetValue(status))
                        ),
                Plural = "leases",
                Form = () => WireJson.Answers.LeaseList,
                Items = page => page.Leases,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );
    }

    private static Command Show(Remote remote)
    {
        var id = Options.Id("ID", "The lease, lease_…");
        return remote.Ask(
            "show",
            "Show a lease.",
            [id],
            (parse, server, cancel) => server.Get(Route.To("leases", parse.GetRequiredValue(id)), WireJson.Answers.LeaseView, cancel),
            (terminal, lease) => terminal.Sheet(lease, Fields)
        );
    }
}
