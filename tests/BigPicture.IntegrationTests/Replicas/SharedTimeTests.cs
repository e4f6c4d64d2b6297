using System.Net;
using BigPicture.Application.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>The database's clock is everybody's clock, although each replica reads it at moments of its own.</summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class SharedTimeTests(ProxiedReplicas replicas)
{
    private const int Rounds = 4;

    [Fact]
    public async Task What_one_replica_began_has_begun_at_the_others()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await ASecondBegins();
            var entitlement = await replicas.Entitlement();
            var lease = await replicas.Other.Client.Post("/v1/license/lease", ProxiedReplicas.Ask(entitlement, "s"));
            lease.Must(HttpStatusCode.Created);
        }
    }

    /// <summary>What is made now is dated with a second that no replica which lags has reached.</summary>
    private async Task ASecondBegins()
    {
        var time = replicas.Behind.App.Services.GetRequiredService<ILedgerTime>();
        await time.Refresh(TestContext.Current.CancellationToken);
        var before = time.Now;
        while (time.Now == before)
            await time.Refresh(TestContext.Current.CancellationToken);
    }
}
