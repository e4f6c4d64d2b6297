using System.Net;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>An idempotency key means the same creation at every replica.</summary>
[Collection(ProxiedReplicas.Collection)]
public sealed class SharedKeyTests(ProxiedReplicas replicas)
{
    private const int Rounds = 8;

    [Fact]
    public async Task The_same_key_at_another_replica_gets_the_answer_that_was_given()
    {
        var made = (await Create(replicas.Behind, "told", "One")).Must(HttpStatusCode.Created);
        var again = (await Create(replicas.Other, "told", "One")).Must(HttpStatusCode.Created);
        Assert.Equal(made.Text, again.Text);
        (await Create(replicas.Other, "told", "Two")).MustRefuse(HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_same_key_at_once_at_two_replicas_creates_one_thing()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (key, name) = ($"at-once-{round}", $"At once {round}");
            var answers = await Task.WhenAll(
                Create(replicas.Behind, key, name),
                Create(replicas.Other, key, name),
                Create(replicas.Behind, key, name),
                Create(replicas.Other, key, name)
            );
            Assert.All(answers, answer => Assert.Equal(answers[0].Must(HttpStatusCode.Created).Text, answer.Text));
            Assert.Equal(1, await replicas.Site.Count($"SELECT count(*) FROM ent_tenant WHERE name = '{name}'"));
        }
    }

    private static Task<Reply> Create(LiveReplica at, string key, string name) =>
        at.Client.Post("/v1/tenants", $$"""{"name":"{{name}}"}""", ("Idempotency-Key", key));
}
