using System.Net;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>The database's clock is everybody's clock, although each replica reads it at moments of its own.</summary>
public sealed class SharedTimeTests(ProxiedReplicas replicas) : IClassFixture<ProxiedReplicas>
{
    private const int Rounds = 20;

    [Fact]
    public async Task What_one_replica_began_has_begun_at_the_others()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var entitlement = await Things.Entitlement(
                replicas.Behind.Client,
                "acme",
                "cad-pro",
                """{"type":"concurrent","max_seats":3}"""
            );
            var ask = $$"""
                {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"s"}
                """;
            (await replicas.Other.Client.Post("/v1/license/lease", ask)).Must(HttpStatusCode.Created);
        }
    }
}
