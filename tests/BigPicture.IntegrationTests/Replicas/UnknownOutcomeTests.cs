using System.Net;
using System.Text;
using BigPicture.IntegrationTests.Replicas.Proxy;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>
/// The connection to PostgreSQL ends at the commit, before it is heard there or before its answer is heard here. The caller is told that the
/// outcome is unknown, and the same call again, at any replica, finds it out.
/// </summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class UnknownOutcomeTests(ProxiedReplicas replicas)
{
    private const string Policy = """{"type":"concurrent","max_seats":3}""";
    private const string Reason = """{"reason":"unpaid","revoke_active_leases":true}""";

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task An_activation_takes_one_seat(CutAt at)
    {
        var entitlement = await replicas.Entitlement();
        var session = $"session-{at}";
        var ask = ProxiedReplicas.Ask(entitlement, session);
        var lease = await Unknown(at, session, replica => replica.Client.Post("/v1/license/lease", ask));
        lease.Must(at == CutAt.BeforeCommit ? HttpStatusCode.Created : HttpStatusCode.OK);

        var again = (await replicas.Behind.Client.Post("/v1/license/lease", ask)).Must(HttpStatusCode.OK);
        Assert.Equal(lease["token"], again["token"]);
        await Holds(entitlement, leases: 1, seats: 1);
        await Tells(lease["lease_id"], "license.issued", 1);
    }

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task A_renewal_keeps_the_lease(CutAt at)
    {
        var entitlement = await replicas.Entitlement();
        var lease = await Lease(entitlement);
        var renewed = await Unknown(
            at,
            IdBytes(lease["lease_id"]),
            replica => replica.Client.Post("/v1/license/lease/renew", ProxiedReplicas.Own(lease))
        );
        Assert.Equal(lease["lease_id"], renewed.Must(HttpStatusCode.OK)["lease_id"]);
        Assert.Equal(1, renewed.Body.GetProperty("generation").GetInt32());

        (await replicas.Behind.Client.Post("/v1/license/lease/renew", ProxiedReplicas.Own(renewed))).Must(HttpStatusCode.OK);
        await Holds(entitlement, leases: 1, seats: 1);
    }

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task A_release_gives_the_seat_back_once(CutAt at)
    {
        var entitlement = await replicas.Entitlement();
        var lease = await Lease(entitlement);
        var released = await Unknown(
            at,
            IdBytes(lease["lease_id"]),
            replica => replica.Client.Post("/v1/license/lease/release", ProxiedReplicas.Own(lease))
        );
        Assert.Equal("released", released.Must(HttpStatusCode.OK)["status"]);

        var again = (await replicas.Behind.Client.Post("/v1/license/lease/release", ProxiedReplicas.Own(lease))).Must(HttpStatusCode.OK);
        Assert.Equal(released["released_at"], again["released_at"]);
        await Holds(entitlement, leases: 0, seats: 0);
        await Tells(lease["lease_id"], "license.released", 1);
    }

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task An_entitlement_is_made_once(CutAt at)
    {
        var tenant = await Things.Tenant(replicas.Other.Client);
        var key = $"key-{at}";
        var body = $$"""{"tenant_id":"{{tenant}}","product_id":"cad-pro","policy_json":{{Policy}} }""";
        Task<Reply> Create(LiveReplica replica) => replica.Client.Post("/v1/entitlements", body, ("Idempotency-Key", key));
        var made = (await Unknown(at, key, Create)).Must(HttpStatusCode.Created);

        Assert.Equal(made["entitlement_id"], (await Create(replicas.Behind)).Must(HttpStatusCode.Created)["entitlement_id"]);
        var listed = await replicas.Behind.Client.Get($"/v1/entitlements?tenant_id={tenant}");
        Assert.Equal(1, listed.Body.GetProperty("entitlements").GetArrayLength());
        await Tells(made["entitlement_id"], "entitlement.created", 1);
    }

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task A_suspension_is_in_force_when_it_was_asked_for_again(CutAt at)
    {
        var entitlement = await replicas.Entitlement();
        var lease = await Lease(entitlement);
        var suspended = await Unknown(
            at,
            IdBytes(entitlement),
            replica => replica.Client.Post($"/v1/entitlements/{entitlement}/suspend", Reason)
        );
        Assert.Equal("suspended", suspended.Must(HttpStatusCode.OK)["status"]);

        // The replica that did not hear the answer has forgotten what it knew.
        (await replicas.Behind.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "late"))).MustRefuse(
            HttpStatusCode.Forbidden,
            "ENTITLEMENT_SUSPENDED"
        );
        (await replicas.Behind.Client.Post("/v1/license/lease/renew", ProxiedReplicas.Own(lease))).MustRefuse(
            HttpStatusCode.Gone,
            "LEASE_REVOKED"
        );
        await Tells(entitlement, "entitlement.suspended", 1);
    }

    [Theory]
    [InlineData(CutAt.BeforeCommit)]
    [InlineData(CutAt.AfterCommit)]
    public async Task A_change_of_the_limit_counts_once(CutAt at)
    {
        var entitlement = await replicas.Entitlement();
        const string Change = """{"policy_json":{"type":"concurrent","max_seats":1}}""";
        var changed = await Unknown(at, IdBytes(entitlement), replica => replica.Client.Put($"/v1/entitlements/{entitlement}", Change));
        Assert.Equal(2, changed.Must(HttpStatusCode.OK).Body.GetProperty("version").GetInt32());

        (await replicas.Behind.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "one"))).Must(HttpStatusCode.Created);
        (await replicas.Behind.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "two"))).MustRefuse(
            HttpStatusCode.Conflict,
            "SEATS_EXHAUSTED"
        );
        await Tells(entitlement, "entitlement.updated", 1);
    }

    private Task<Reply> Unknown(CutAt at, string sent, Func<LiveReplica, Task<Reply>> call) =>
        Unknown(at, Encoding.UTF8.GetBytes(sent), call);

    /// <summary>Cuts the call's transaction and repeats the call at the other replica.</summary>
    /// <param name="sent">What this transaction sends and no other one does.</param>
    private async Task<Reply> Unknown(CutAt at, byte[] sent, Func<LiveReplica, Task<Reply>> call)
    {
        var cut = replicas.Proxy.Arm(sent, at);
        var unknown = (await call(replicas.Behind)).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        Assert.True(cut.Happened.IsCompletedSuccessfully, "It was refused for another reason: " + unknown.Text);
        Assert.NotNull(unknown.Headers.RetryAfter);
        Assert.Contains("Repeat the same call", unknown["message"], StringComparison.Ordinal);
        return await call(replicas.Other);
    }

    private async Task<Reply> Lease(string entitlement) =>
        (await replicas.Behind.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "mine"))).Must(HttpStatusCode.Created);

    private async Task Holds(string entitlement, int leases, int seats)
    {
        var id = TypeIds.Of(entitlement);
        Assert.Equal(leases, await Count($"lease_lease WHERE entitlement_id = '{id}' AND ended_at IS NULL"));
        Assert.Equal(seats, await Count($"lease_seat WHERE entitlement_id = '{id}'"));
        await replicas.Other.Audit();
    }

    private async Task Tells(string subject, string name, int times) =>
        Assert.Equal(times, await Count($"tel_event WHERE subject = '{subject}' AND name = '{name}'"));

    private Task<long> Count(string rows) => replicas.Site.Count($"SELECT count(*) FROM {rows}");

    private static byte[] IdBytes(string id) => TypeIds.Of(id).ToByteArray(bigEndian: true);
}
