using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>Three processes on one PostgreSQL database and one directory of keys behave as one server.</summary>
[Collection(ThreeReplicas.Collection)]
public sealed class ReplicaTests(ThreeReplicas three)
{
    private const int Clients = 64;
    private const int Seats = 10;

    private IReadOnlyList<ServerProcess> Replicas => three.Replicas;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Ten times what is promised, since a busy machine is no broken promise.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task They_behave_as_one_server()
    {
        var entitlement = await Things.Entitlement(
            Replicas[0].Client,
            "acme",
            "cad-pro",
            $$"""{"type":"concurrent","max_seats":{{Seats}}}"""
        );
        await A_rush_is_granted_exactly_what_there_is(entitlement);
        await A_suspension_is_in_force_everywhere_when_its_call_returns(entitlement);
        await A_revoked_token_is_refused_everywhere_within_five_seconds();
        await The_feed_is_the_same_on_each();
        await Without_a_database_they_say_so_and_come_back_with_it(entitlement);
    }

    private async Task A_rush_is_granted_exactly_what_there_is(string entitlement)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Take(i, entitlement, $"s{i}")));
        Assert.Equal(Seats, answers.Count(status => status == HttpStatusCode.Created));
        Assert.Equal(Clients - Seats, answers.Count(status => status == HttpStatusCode.Conflict));
    }

    private async Task A_suspension_is_in_force_everywhere_when_its_call_returns(string entitlement)
    {
        // Each has decided on it before, and has it in memory.
        for (var i = 0; i < Replicas.Count; i++)
            Assert.Equal(HttpStatusCode.Conflict, await Take(i, entitlement, "late"));
        var suspended = await Replicas[0]
            .Client.PostAsJsonAsync(
                $"/v1/entitlements/{entitlement}/suspend",
                new { reason = "unpaid", revoke_active_leases = true },
                Cancel
            );
        Assert.Equal(HttpStatusCode.OK, suspended.StatusCode);
        for (var i = 0; i < Replicas.Count; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await Take(i, entitlement, "late"));
    }

    private async Task A_revoked_token_is_refused_everywhere_within_five_seconds()
    {
        var made = await Replicas[0].Client.PostAsJsonAsync("/v1/tokens", new { name = "short", scopes = new[] { "admin:read" } }, Cancel);
        var token = JsonElement.Parse(await made.Content.ReadAsStringAsync(Cancel));
        async Task<HttpStatusCode> Use(ServerProcess replica)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.GetProperty("token").GetString()}");
            return (await replica.Client.SendAsync(request, Cancel)).StatusCode;
        }
        foreach (var replica in Replicas)
            Assert.Equal(HttpStatusCode.OK, await Use(replica));

        await Replicas[0].Client.DeleteAsync($"/v1/tokens/{token.GetProperty("token_id").GetString()}", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await Use(Replicas[0]));
        foreach (var replica in Replicas.Skip(1))
            await Within(Promised, async () => await Use(replica) == HttpStatusCode.Unauthorized);
    }

    private async Task The_feed_is_the_same_on_each()
    {
        var feeds = new List<string>();
        foreach (var replica in Replicas)
            feeds.Add(string.Join(' ', await Ids(replica)));
        Assert.All(feeds, feed => Assert.Equal(feeds[0], feed));
        Assert.NotEmpty(feeds[0]);
    }

    private static async Task<IEnumerable<string?>> Ids(ServerProcess replica)
    {
        var page = JsonElement.Parse(await replica.Client.GetStringAsync("/v1/events?limit=50", Cancel));
        return [.. page.GetProperty("events").EnumerateArray().Select(told => told.GetProperty("id").GetString())];
    }

    private async Task Without_a_database_they_say_so_and_come_back_with_it(string entitlement)
    {
        three.Cluster.Stop();
        foreach (var replica in Replicas)
        {
            using var list = await replica.Client.GetAsync("/v1/tenants", Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, list.StatusCode);
            Assert.NotNull(list.Headers.RetryAfter);
            await Within(Promised, async () => await Ready(replica) == HttpStatusCode.ServiceUnavailable);
        }

        // One line for each call, not what the code was doing then.
        foreach (var replica in Replicas)
        {
            Assert.Contains("GET /v1/tenants answered 503", replica.Words, StringComparison.Ordinal);
            Assert.True(!replica.Words.Contains("   at ", StringComparison.Ordinal), replica.Words);
        }

        three.Cluster.Resume();
        foreach (var replica in Replicas)
            await Within(
                Promised,
                async () =>
                {
                    using var list = await replica.Client.GetAsync("/v1/tenants", Cancel);
                    return list.StatusCode == HttpStatusCode.OK && await Ready(replica) == HttpStatusCode.OK;
                }
            );
        // What says that it is back is back for everybody: no connection of before is left for the next caller.
        for (var i = 0; i < 4 * Replicas.Count; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await Take(i, entitlement, $"back-{i}"));
    }

    private async Task<HttpStatusCode> Take(int client, string entitlement, string session)
    {
        using var answer = await Replicas[client % Replicas.Count]
            .Client.PostAsJsonAsync(
                "/v1/license/lease",
                new
                {
                    tenant_id = "acme",
                    product_id = "cad-pro",
                    entitlement_id = entitlement,
                    subject_type = "user",
                    subject_id = $"u{client}",
                    session_id = session,
                },
                Cancel
            );
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> Ready(ServerProcess replica) => (await replica.Client.GetAsync("/readyz", Cancel)).StatusCode;

    private static async Task Within(TimeSpan limit, Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < limit, $"Not within {limit.TotalSeconds} s.");
            await Task.Delay(50, Cancel);
        }
    }
}
