using System.Net;
using BigPicture.Protocol.Wire;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>Every guarded route of the running cloud server × every API token that is not good for it, in a request that is sound else.</summary>
public sealed class ApiTokenMatrixTests(IsolatedServer server) : IClassFixture<IsolatedServer>
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly IsolationWorld world = server.World;
    private int requests;

    private IEnumerable<RequestShape> Guarded => world.Shapes.Where(shape => shape.Route.Scope is not null);

    [Fact]
    public async Task Only_a_good_api_token_with_the_scope_of_the_route_changes_or_reads_anything()
    {
        var before = await world.RowsBut("false");
        await Each(
            from authorization in await NotInForce()
            from shape in Guarded
            select (authorization, shape),
            async odd => (await Ask(odd.authorization, odd.shape)).MustRefuse(HttpStatusCode.Unauthorized, "UNAUTHORIZED")
        );
        foreach (var scope in Scopes.All)
        {
            var token = await Things.Token(world.Server.Admin, Scopes.All.Where(other => other != scope));
            await Each(
                Guarded.Where(shape => shape.Route.Scope == scope),
                async shape => (await Ask($"Bearer {token}", shape)).MustRefuse(HttpStatusCode.Forbidden, "FORBIDDEN")
            );
        }
        // Nothing came of all that but the tokens that were made for it, and their links in the vendor's chain, whose head so moved on.
        var after = await world.RowsBut("false");
        Assert.StartsWith("tel_audit_head ", Assert.Single(before.Except(after)), StringComparison.Ordinal);
        Assert.All(after.Except(before), row => Assert.Contains("_vendor", row, StringComparison.Ordinal));
        Assert.Contains("_vendor", before.Except(after).Single(), StringComparison.Ordinal);

        TestContext.Current.TestOutputHelper!.WriteLine($"{requests} requests with API tokens that are not good for them");
        Assert.InRange(requests, 1_500, int.MaxValue);
    }

    /// <summary>None, garbage, revoked, expired, and a good one with one character changed, at each place.</summary>
    private async Task<List<string?>> NotInForce()
    {
        var admin = world.Server.Admin;
        var revoked = (await admin.Post("/v1/tokens", """{"name":"revoked","scopes":["admin:read","admin:write"]}""")).Must(
            HttpStatusCode.Created
        );
        (await admin.Delete($"/v1/tokens/{revoked["token_id"]}")).Must(HttpStatusCode.NoContent);
        var end = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 2);
        var expired = await Things.Token(admin, Scopes.All, $"\"expires_at\":\"{end:yyyy-MM-ddTHH:mm:ssZ}\"");
        using var shortLived = world.Server.Client(expired);
        (await shortLived.Get("/v1/tenants")).Must(HttpStatusCode.OK);
        while ((await shortLived.Get("/v1/tenants")).Status == HttpStatusCode.OK)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        var good = await Things.Token(admin, Scopes.All);
        return
        [
            null,
            "Bearer",
            "Bearer garbage",
            $"Bearer {new string('A', good.Length)}",
            $"Basic {good}",
            good,
            $"Bearer {good}=",
            $"Bearer {good[..^1]}",
            $"Bearer {revoked["token"]}",
            $"Bearer {expired}",
            .. Enumerable.Range(0, good.Length).Select(place => $"Bearer {Changed(good, place)}"),
        ];
    }

    private static string Changed(string token, int place)
    {
        var other = Characters[(Characters.IndexOf(token[place], StringComparison.Ordinal) + 1) % Characters.Length];
        return $"{token[..place]}{other}{token[(place + 1)..]}";
    }

    private async Task<Reply> Ask(string? authorization, RequestShape shape)
    {
        using var request = shape.Build(
            shape.References.ToDictionary(reference => reference, reference => world.OtherTenant[reference.Kind][0])
        );
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await world.Server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        Interlocked.Increment(ref requests);
        var reply = await Reply.Of(answer);
        Assert.DoesNotContain(world.OtherTenant.Mark, reply.Text, StringComparison.Ordinal);
        return reply;
    }

    private static Task Each<T>(IEnumerable<T> all, Func<T, Task> act) =>
        Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (one, _) => await act(one)
        );
}
