using System.Net;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>Callers on one pool, who write down only what they heard; and the comparison of that with a server afterwards.</summary>
internal sealed class LeaseTraffic(string entitlement, int seats)
{
    private const int Callers = 16;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<LeaseTraffic> Found(HttpClient admin, int seats)
    {
        var policy = $$"""{"type":"concurrent","max_seats":{{seats}}}""";
        return new LeaseTraffic(await Things.Entitlement(admin, "acme", "cad-pro", policy), seats);
    }

    /// <summary>Takes, keeps and gives back until the server is gone or the test says so.</summary>
    /// <param name="mayRefuse">The server may say 503, and nothing else, to what it cannot write.</param>
    public Task Run(HttpClient client, string name, Heard heard, bool mayRefuse, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Call(client, $"{name}-{caller}", heard, mayRefuse, stop)));

    /// <summary>One caller's turn: true when every answer was a good one.</summary>
    public async Task<bool> Turn(HttpClient client, string session, int turn, Heard heard, bool mayRefuse)
    {
        var lease = await client.Post("/v1/license/lease", Ask(session));
        if (lease.Status == HttpStatusCode.Conflict)
            return true;
        if (IsRefused(lease, HttpStatusCode.Created, heard, mayRefuse))
            return false;
        heard.Granted[lease["lease_id"]] = lease["token"];
        var token = lease["token"];
        if (turn % 3 != 0)
        {
            var renewal = await client.Post("/v1/license/lease/renew", $$"""{"token":"{{token}}"}""");
            if (IsRefused(renewal, HttpStatusCode.OK, heard, mayRefuse))
                return false;
            heard.Renewed[lease["lease_id"]] = renewal["issued_at"];
        }
        if (turn % 3 == 2)
            return true;
        heard.Asked[lease["lease_id"]] = true;
        var release = await client.Post("/v1/license/lease/release", $$"""{"token":"{{token}}"}""");
        if (IsRefused(release, HttpStatusCode.OK, heard, mayRefuse))
            return false;
        heard.Released[lease["lease_id"]] = true;
        return true;
    }

    /// <summary>Every acknowledged act is there, no seat twice, and the counter agrees with the rows. Leaves the pool empty.</summary>
    public async Task Check(HttpClient client, Heard heard, string round)
    {
        var live = await Live(client);
        Assert.True(live.Count <= seats, $"{round}: {live.Count} leases on {seats} seats.");
        foreach (var lease in heard.Granted.Keys)
        {
            if (heard.Released.ContainsKey(lease))
                Assert.False(live.ContainsKey(lease), $"{round}: {lease} was released and is live.");
            else if (!heard.Asked.ContainsKey(lease))
                Assert.True(live.ContainsKey(lease), $"{round}: {lease} was granted and is gone.");
            if (heard.Renewed.TryGetValue(lease, out var issued) && live.TryGetValue(lease, out var stored))
                Assert.True(string.CompareOrdinal(stored, issued) >= 0, $"{round}: {lease} was renewed at {issued}; stored is {stored}.");
        }

        // Exactly the seats that nobody holds are there to be taken.
        var free = seats - live.Count;
        for (var i = 0; i <= free; i++)
            (await client.Post("/v1/license/lease", Ask($"fill-{round}-{i}"))).Must(
                i < free ? HttpStatusCode.Created : HttpStatusCode.Conflict
            );
        await Clear(client);
    }

    /// <summary>Leaves the pool empty.</summary>
    public async Task Clear(HttpClient client)
    {
        foreach (var lease in (await Live(client)).Keys)
            (await client.Post($"/v1/leases/{lease}/revoke", """{"reason":"next round"}""")).Must(HttpStatusCode.OK);
    }

    private async Task Call(HttpClient client, string name, Heard heard, bool mayRefuse, CancellationToken stop)
    {
        try
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
                if (!await Turn(client, $"{name}-{turn}", turn, heard, mayRefuse))
                    await Task.Delay(20, Cancel);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // The server is gone: what this call did is unknown, and nothing is claimed of it.
        }
    }

    private static bool IsRefused(Reply reply, HttpStatusCode good, Heard heard, bool mayRefuse)
    {
        if (!mayRefuse || reply.Status == good)
        {
            reply.Must(good);
            return false;
        }
        reply.MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        Interlocked.Increment(ref heard.Refused);
        return true;
    }

    private string Ask(string session) =>
        $$"""
            {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"{{session}}"}
            """;

    /// <summary>Live leases with the time at which they were issued last.</summary>
    private async Task<Dictionary<string, string>> Live(HttpClient client)
    {
        var live = new Dictionary<string, string>();
        string? cursor = null;
        do
        {
            var page = await client.Get($"/v1/leases?entitlement_id={entitlement}&limit=200{(cursor is null ? "" : $"&cursor={cursor}")}");
            page.Must(HttpStatusCode.OK);
            foreach (var lease in page.Body.GetProperty("leases").EnumerateArray())
                live.Add(lease.GetProperty("lease_id").GetString()!, lease.GetProperty("issued_at").GetString()!);
            cursor = page.Body.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        } while (cursor is not null);
        return live;
    }
}
