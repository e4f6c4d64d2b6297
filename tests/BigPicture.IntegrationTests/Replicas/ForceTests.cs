using System.Net;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>A change is in force on every replica when the call that made it has returned, whatever the others had in memory.</summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class ForceTests(ProxiedReplicas replicas)
{
    private const int Callers = 8;

    [Fact]
    public async Task A_limit()
    {
        var (entitlement, _) = await Known(seats: 1);
        (await Take(entitlement, "second")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        await Change(entitlement, """{"policy_json":{"type":"concurrent","max_seats":2}}""");
        (await Take(entitlement, "second")).Must(HttpStatusCode.Created);
        await Change(entitlement, """{"policy_json":{"type":"concurrent","max_seats":1}}""");
        (await Take(entitlement, "third")).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
    }

    [Fact]
    public async Task An_end()
    {
        var (entitlement, lease) = await Known();
        await Change(entitlement, """{"starts_at":"2020-01-01T00:00:00Z","ends_at":"2020-02-01T00:00:00Z"}""");
        (await Take(entitlement, "late")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_EXPIRED");
        (await Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_EXPIRED");
        Assert.Equal("LEASE_EXPIRED", await WhyInvalid(lease));
    }

    [Fact]
    public async Task A_suspension()
    {
        var (entitlement, lease) = await Known();
        (await replicas.Behind.Client.Post($"/v1/entitlements/{entitlement}/suspend", """{"reason":"unpaid"}""")).Must(HttpStatusCode.OK);
        (await Take(entitlement, "late")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_SUSPENDED");
        (await Renew(lease)).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_SUSPENDED");
        Assert.Null(await WhyInvalid(lease));

        (await replicas.Behind.Client.Post($"/v1/entitlements/{entitlement}/reinstate", "{}")).Must(HttpStatusCode.OK);
        (await Take(entitlement, "late")).Must(HttpStatusCode.Created);
        (await Renew(lease)).Must(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_revocation_of_an_entitlement()
    {
        var (entitlement, lease) = await Known();
        (
            await replicas.Behind.Client.Post($"/v1/entitlements/{entitlement}/revoke", """{"reason":"over","revoke_active_leases":true}""")
        ).Must(HttpStatusCode.OK);
        (await Take(entitlement, "late")).MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_REVOKED");
        (await Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        Assert.Equal("LEASE_REVOKED", await WhyInvalid(lease));
    }

    [Fact]
    public async Task A_revocation_of_a_lease()
    {
        var (entitlement, lease) = await Known(seats: 1);
        var blocked = """{"reason":"stolen","block_seconds":600}""";
        (await replicas.Behind.Client.Post($"/v1/leases/{lease["lease_id"]}/revoke", blocked)).Must(HttpStatusCode.OK);
        (await Renew(lease)).MustRefuse(HttpStatusCode.Gone, "LEASE_REVOKED");
        Assert.Equal("LEASE_REVOKED", await WhyInvalid(lease));
        (await Take(entitlement, "again")).MustRefuse(HttpStatusCode.Forbidden, "SUBJECT_BLOCKED");
    }

    /// <summary>While others ask all the time: whoever asks after the call has returned is refused.</summary>
    [Fact]
    public async Task A_suspension_in_the_middle_of_a_rush()
    {
        var entitlement = await replicas.Entitlement(seats: 100_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var isSuspended = false;
        var (granted, refused) = (0, 0);
        async Task Caller(int caller)
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
            {
                var asksAfter = Volatile.Read(ref isSuspended);
                var answer = await Take(entitlement, $"{caller}-{turn}");
                Interlocked.Increment(ref answer.Status == HttpStatusCode.Created ? ref granted : ref refused);
                if (asksAfter || answer.Status != HttpStatusCode.Created)
                    answer.MustRefuse(HttpStatusCode.Forbidden, "ENTITLEMENT_SUSPENDED");
            }
        }
        var callers = Task.WhenAll(Enumerable.Range(0, Callers).Select(Caller));

        await Reach(() => granted > 50, callers);
        (await replicas.Behind.Client.Post($"/v1/entitlements/{entitlement}/suspend", """{"reason":"unpaid"}""")).Must(HttpStatusCode.OK);
        Volatile.Write(ref isSuspended, true);
        await Reach(() => refused > 50, callers);
        await stop.CancelAsync();
        await callers;
    }

    private static async Task Reach(Func<bool> there, Task callers)
    {
        while (!there() && !callers.IsCompleted)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>An entitlement and a lease on it, both known to the other replica, which has decided on them.</summary>
    private async Task<(string Entitlement, Reply Lease)> Known(int seats = 10)
    {
        var entitlement = await replicas.Entitlement(seats);
        var lease = (await Take(entitlement, "first")).Must(HttpStatusCode.Created);
        (await Renew(lease)).Must(HttpStatusCode.OK);
        Assert.Null(await WhyInvalid(lease));
        return (entitlement, lease);
    }

    private async Task Change(string entitlement, string change) =>
        (await replicas.Behind.Client.Put($"/v1/entitlements/{entitlement}", change)).Must(HttpStatusCode.OK);

    private Task<Reply> Take(string entitlement, string session) =>
        replicas.Other.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, session));

    private Task<Reply> Renew(Reply lease) => replicas.Other.Client.Post("/v1/license/lease/renew", ProxiedReplicas.Own(lease));

    private async Task<string?> WhyInvalid(Reply lease)
    {
        var told = await replicas.Other.Client.Post("/v1/license/lease/validate", ProxiedReplicas.Own(lease));
        return told.Must(HttpStatusCode.OK).Body.TryGetProperty("code", out var code) ? code.GetString() : null;
    }
}
