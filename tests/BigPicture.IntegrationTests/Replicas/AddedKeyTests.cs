using System.Net;
using BigPicture.Host.Edge.Loops;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>A key that is added to the directory of all replicas is taken up without a restart, and signs when all have read it.</summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class AddedKeyTests(ProxiedReplicas replicas)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_by_all_before_it_signs_and_no_token_is_refused_meanwhile()
    {
        var entitlement = await replicas.Entitlement(seats: 1_000);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var callers = Task.WhenAll(
            Call(replicas.Behind, replicas.Other, entitlement, "a", stop.Token),
            Call(replicas.Other, replicas.Behind, entitlement, "b", stop.Token)
        );
        var before = await KeyOfALease(replicas.Behind, entitlement, "before");
        await AThirdReplica(before);

        var added = KeyAddition.Add(new KeyStoreOptions { DataDirectory = replicas.Site.Data }, KeyUse.Lease, TimeProvider.System);
        for (var look = 0; look < 2; look++)
            await Look();
        // Both know it and tell it; the third has not read it.
        Assert.True(await Tells(replicas.Behind, added) && await Tells(replicas.Other, added), "It is told.");
        Assert.Equal(before, await KeyOfALease(replicas.Behind, entitlement, "while-1"));
        Assert.Equal(before, await KeyOfALease(replicas.Other, entitlement, "while-2"));

        await CloudDatabase.Ask(replicas.Site.Url, $"DELETE FROM lease_key_reader WHERE replica_id = '{Guid.Empty}'");
        await Look();
        Assert.Equal(added, await KeyOfALease(replicas.Behind, entitlement, "after-1"));
        Assert.Equal(added, await KeyOfALease(replicas.Other, entitlement, "after-2"));
        await stop.CancelAsync();
        await callers;
    }

    /// <summary>Takes here, and shows the token there.</summary>
    private static async Task Call(LiveReplica here, LiveReplica there, string entitlement, string name, CancellationToken stop)
    {
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var lease = await here.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, $"{name}-{turn}"));
            var own = ProxiedReplicas.Own(lease.Must(HttpStatusCode.Created));
            var valid = (await there.Client.Post("/v1/license/lease/validate", own)).Must(HttpStatusCode.OK);
            Assert.True(valid.Body.GetProperty("active").GetBoolean(), valid.Text);
            (await there.Client.Post("/v1/license/lease/renew", own)).Must(HttpStatusCode.OK);
            (await there.Client.Post("/v1/license/lease/release", own)).Must(HttpStatusCode.OK);
        }
    }

    /// <summary>Alive for as long as the test lasts, with the key of before and no other.</summary>
    private Task<object?> AThirdReplica(string key) =>
        CloudDatabase.Ask(
            replicas.Site.Url,
            $"INSERT INTO lease_key_reader VALUES ('_vendor', '{Guid.Empty}', ARRAY['{key}'], ledger_now() + 3600)"
        );

    private async Task Look()
    {
        foreach (var replica in new[] { replicas.Behind, replicas.Other })
            await replica.App.Services.GetRequiredService<LoopRunner>().Step("watch_keys", Cancel);
        await replicas.Behind.App.Services.GetRequiredService<LoopRunner>().Step("watch_keys", Cancel);
    }

    private static async Task<bool> Tells(LiveReplica replica, string key)
    {
        var keys = (await replica.Client.Get("/v1/license/keys")).Must(HttpStatusCode.OK);
        return replica.App.Services.GetRequiredService<LiveKeys>().Ring.Find(key) is { Footer.Chain: var chain }
            && keys.Body.GetProperty("certificates").EnumerateArray().Any(told => told.GetString() == chain[0]);
    }

    private static async Task<string> KeyOfALease(LiveReplica replica, string entitlement, string session)
    {
        var lease = await replica.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, session));
        Assert.True(LeaseToken.TryRead(lease.Must(HttpStatusCode.Created)["token"], out var token, out _));
        return token.Footer.KeyId;
    }
}
