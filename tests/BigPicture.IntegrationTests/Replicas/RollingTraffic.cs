using System.Collections.Concurrent;
using System.Net;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>
/// Callers who go round the servers with each call, and repeat a call that was not answered at the next one: the same key, the same token.
/// Each takes a seat, renews it and gives it back.
/// </summary>
internal sealed class RollingTraffic(IReadOnlyList<Uri> servers, string token, string entitlement)
{
    private const int TriesMax = 200;

    private readonly bool[] isLeaving = new bool[servers.Count];
    private int next;
    private int unanswered;
    private int exhausted;

    /// <summary>Leases that callers were granted, each to be given back.</summary>
    public ConcurrentDictionary<string, bool> Granted { get; } = new();

    public int Exhausted => exhausted;

    /// <summary>Calls that a server that was leaving did not take, or not any more.</summary>
    public int Unanswered => unanswered;

    /// <summary>Whoever hears of it no longer asks this server.</summary>
    public void SaysThatItLeaves(int server, bool leaving) => Volatile.Write(ref isLeaving[server], leaving);

    /// <param name="looks">Asks no server that says that it leaves, as a load balancer does; then no call may fail. Else any server at any time.</param>
    public async Task Run(string name, bool looks, CancellationToken stop)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
            await Turn(client, $"{name}-{turn}", looks);
    }

    private async Task Turn(HttpClient client, string session, bool looks)
    {
        var ask = $$"""
            {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"{{session}}"}
            """;
        var lease = await Call(client, "/v1/license/lease", ask, looks);
        if (lease.Status == HttpStatusCode.Conflict)
        {
            lease.MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
            Interlocked.Increment(ref exhausted);
            return;
        }
        // 200: it was done, and the answer was not heard.
        if (looks || lease.Status != HttpStatusCode.OK)
            lease.Must(HttpStatusCode.Created);
        Assert.True(Granted.TryAdd(lease["lease_id"], true), $"{session} got the lease of another session.");
        var own = $$"""{"token":"{{lease["token"]}}"}""";
        (await Call(client, "/v1/license/lease/renew", own, looks)).Must(HttpStatusCode.OK);
        Assert.Equal("released", (await Call(client, "/v1/license/lease/release", own, looks)).Must(HttpStatusCode.OK)["status"]);
    }

    private async Task<Reply> Call(HttpClient client, string path, string body, bool looks)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var server = (int)((uint)Interlocked.Increment(ref next) % (uint)servers.Count);
            if (looks && Volatile.Read(ref isLeaving[server]))
                continue;
            try
            {
                return await client.Post(new Uri(servers[server], path).ToString(), body);
            }
            catch (HttpRequestException) when (!looks)
            {
                // The next one is asked the same.
                Interlocked.Increment(ref unanswered);
            }
        }
        throw new InvalidOperationException($"Nobody answered {path}.");
    }
}
