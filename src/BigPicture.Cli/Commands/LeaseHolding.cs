using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

/// <summary>What an application does with its lease: acquire, renew, release.</summary>
internal static class LeaseHolding
{
    private static readonly Field<LeaseAnswer>[] Fields =
    [
        new("lease_id", l => l.LeaseId),
        new("status", l => l.Status),
        new("tenant_id", l => l.TenantId),
        new("product_id", l => l.ProductId),
        new("entitlement_id", l => l.EntitlementId),
        new("license_type", l => l.LicenseType),
        new("subject_type", l => l.SubjectType),
        new("subject_id", l => l.SubjectId),
        new("machine_id", l => l.MachineId),
        new("session_id", l => l.SessionId),
        new("features", l => l.Features),
        new("overdraft", l => l.Overdraft),
        new("generation", l => l.Generation),
        new("issued_at", l => l.IssuedAt),
        new("renew_after", l => l.RenewAfter),
        new("expires_at", l => l.ExpiresAt),
        new("grace_until", l => l.GraceUntil),
        new("duration_cut", l => l.DurationCut),
        new("token", l => l.Token),
    ];

    private static readonly Field<ReleaseAnswer>[] ReleaseFields =
    [
        new("lease_id", r => r.LeaseId),
        new("status", r => r.Status),
        new("released_at", r => r.ReleasedAt),
    ];

    public static IEnumerable<Command> Create(Remote remote, Surroundings surroundings) =>
        [Acquire(remote, surroundings), Renew(remote, surroundings), Release(remote, surroundings)];

    private static Command Acquire(Remote remote, Surroundings surroundings)
    {
        var product = Options.RequiredText("--product", "The product.", "ID");
        var entitlement = Options.Text("--entitlement", "This entitlement and no other.", "ID");
        var subject = new SubjectOptions(surroundings);
        var takeover = new Option<bool>("--takeover") { Description = "Take the session's lease back and fence its old process out." };
        return remote.Ask(
            "acquire",
            "Take a lease; by default for this user, on this machine, in a new session.",
            [product, .. subject.All, entitlement, takeover],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("license", "lease"),
                    subject.Read(parse, parse.GetRequiredValue(product), parse.GetValue(entitlement)) with
                    {
                        Takeover = parse.GetValue(takeover) ? true : null,
                    },
                    WireJson.Requests.ActivateRequest,
                    WireJson.Answers.LeaseAnswer,
                    cancel
                ),
            (terminal, lease) => terminal.Sheet(lease, Fields)
        );
    }

    private static Command Renew(Remote remote, Surroundings surroundings)
    {
        var token = LeaseTokenArgument.Create();
        return remote.Ask(
            "renew",
            "Prolong a lease; possession of its token is the proof.",
            [token],
            async (parse, server, cancel) =>
                await server.Post(
                    Route.To("license", "lease", "renew"),
                    new RenewRequest { Token = await LeaseTokenArgument.Read(parse.GetRequiredValue(token), surroundings, cancel) },
                    WireJson.Requests.RenewRequest,
                    WireJson.Answers.LeaseAnswer,
                    cancel
                ),
            (terminal, lease) => terminal.Sheet(lease, Fields)
        );
    }

    private static Command Release(Remote remote, Surroundings surroundings)
    {
        var token = LeaseTokenArgument.Create();
        return remote.Ask(
            "release",
            "Give a lease back; one that has ended already stays ended.",
            [token],
            async (parse, server, cancel) =>
                await server.Post(
                    Route.To("license", "lease", "release"),
                    new ReleaseRequest { Token = await LeaseTokenArgument.Read(parse.GetRequiredValue(token), surroundings, cancel) },
                    WireJson.Requests.ReleaseRequest,
                    WireJson.Answers.ReleaseAnswer,
                    cancel
                ),
            (terminal, released) => terminal.Sheet(released, ReleaseFields)
        );
    }
}
