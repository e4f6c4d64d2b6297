using System.Net;
using BigPicture.Host.Edge.Loops;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.IntegrationTests.Revoking;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>The lease key is rotated, and then withdrawn, at two replicas that callers are using all the time.</summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class RotationTests(ProxiedReplicas replicas)
{
    private readonly KeyStoreOptions options = new() { DataDirectory = replicas.Site.Data };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_notices_a_rotation_and_a_withdrawn_key_is_refused_by_all()
    {
        var entitlement = await replicas.Entitlement(seats: 1_000);
        var held = await Take(replicas.Behind, entitlement, "held");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var callers = Task.WhenAll(
            Call(replicas.Behind, replicas.Other, entitlement, "a", stop.Token),
            Call(replicas.Other, replicas.Behind, entitlement, "b", stop.Token)
        );

        var (retired, made) = KeyRetiring.Rotate(options, KeyUse.Lease, TimeProvider.System);
        await Look();
        Assert.Equal(made.Single(), KeyOf(await Take(replicas.Behind, entitlement, "after-1")));
        Assert.Equal(made.Single(), KeyOf(await Take(replicas.Other, entitlement, "after-2")));
        await stop.CancelAsync();
        await callers;
        // What the old key signed is renewed, by the new one.
        Assert.Contains(KeyOf(held), retired);
        var renewed = (await replicas.Other.Client.Post("/v1/license/lease/renew", ProxiedReplicas.Own(held))).Must(HttpStatusCode.OK);
        Assert.Equal(made.Single(), KeyOf(renewed));
        Assert.Equal(["key.created", "key.rotated"], (await Told(KeyOf(held))).Order());

        await Withdraw(made.Single(), entitlement);
    }

    private async Task Withdraw(string key, string entitlement)
    {
        var held = await Take(replicas.Behind, entitlement, "stolen");
        Assert.Equal(key, KeyOf(held));
        var next = KeyRetiring.Retire(options, key, "compromised", TimeProvider.System).Made.Single();
        await Look();

        foreach (var replica in new[] { replicas.Behind, replicas.Other })
        {
            foreach (var call in new[] { "renew", "release" })
            {
                var refused = await replica.Client.Post($"/v1/license/lease/{call}", ProxiedReplicas.Own(held));
                Assert.Equal("TOKEN_INVALID", refused.Must(HttpStatusCode.BadRequest)["code"]);
            }
        }
        // On the list of every tenant, at each of them.
        var customer = await Customer.Found(replicas.Behind.Client);
        foreach (var replica in new[] { replicas.Behind, replicas.Other })
        {
            var list = (await replica.Client.Get($"{Customer.Path}?tenant_id={customer.Tenant}")).Must(HttpStatusCode.OK);
            Assert.Contains(key, customer.Verify(list["token"]).Keys);
        }
        // The same lease on the same seat, signed by another key.
        var again = (await replicas.Other.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "stolen"))).Must(
            HttpStatusCode.OK
        );
        Assert.Equal((held["lease_id"], next), (again["lease_id"], KeyOf(again)));
        (await replicas.Behind.Client.Post("/v1/license/lease/release", ProxiedReplicas.Own(again))).Must(HttpStatusCode.OK);
        Assert.Equal(["key.created", "key.retired"], (await Told(key)).Order());
        Assert.Equal(
            1,
            await replicas.Site.Count($"SELECT count(*) FROM lease_server_key WHERE key_id = '{key}' AND retired_for = 'compromised'")
        );
    }

    /// <summary>Takes here, and shows the token there and to an application.</summary>
    private async Task Call(LiveReplica here, LiveReplica there, string entitlement, string name, CancellationToken stop)
    {
        var roots = KeyInventory.Roots(options).Select(root => VerifyingKey.TryParse(root, out var key) ? key : null!).ToList();
        var application = new LeaseVerifier(new LeaseVerifierOptions { Roots = roots, Audience = "cad-pro" });
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var lease = await Take(here, entitlement, $"{name}-{turn}");
            var verdict = application.Verify(lease["token"], TimeProvider.System.GetUtcNow());
            Assert.True(verdict.IsAccepted, verdict.Error.ToString());
            var own = ProxiedReplicas.Own(lease);
            var valid = (await there.Client.Post("/v1/license/lease/validate", own)).Must(HttpStatusCode.OK);
            Assert.True(valid.Body.GetProperty("active").GetBoolean(), valid.Text);
            (await there.Client.Post("/v1/license/lease/renew", own)).Must(HttpStatusCode.OK);
            (await there.Client.Post("/v1/license/lease/release", own)).Must(HttpStatusCode.OK);
        }
    }

    private static async Task<Reply> Take(LiveReplica replica, string entitlement, string session) =>
        (await replica.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, session))).Must(HttpStatusCode.Created);

    private static string KeyOf(Reply lease)
    {
        Assert.True(LeaseToken.TryRead(lease["token"], out var token, out _));
        return token.Footer.KeyId;
    }

    /// <summary>Both read, and then both know that both have.</summary>
    private async Task Look()
    {
        for (var look = 0; look < 2; look++)
            foreach (var replica in new[] { replicas.Behind, replicas.Other })
                await replica.App.Services.GetRequiredService<LoopRunner>().Step("watch_keys", Cancel);
    }

    private async Task<IReadOnlyList<string>> Told(string key)
    {
        var names = await CloudDatabase.Ask(
            replicas.Site.Url,
            $"SELECT coalesce(array_agg(name), ARRAY[]::text[]) FROM tel_event WHERE subject = '{key}'"
        );
        return (string[])names!;
    }
}
