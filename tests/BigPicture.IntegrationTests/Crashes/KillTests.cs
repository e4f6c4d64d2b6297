using System.Collections.Concurrent;
using System.Net;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>The server is killed in the middle of its work, again and again, on the same data.</summary>
public sealed class KillTests
{
    private const int Rounds = 20;
    private const int Callers = 16;
    private const int Seats = 64;
    private const int ReleasesBeforeTheKill = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it_and_no_seat_is_given_twice()
    {
        var data = Directory.CreateTempSubdirectory("bigpicture-kill-");
        data.Delete();
        try
        {
            var founded = await ServerProcess.Init(data.FullName);
            var admin = founded.GetProperty("admin_token").GetString()!;
            string? entitlement = null;
            for (var round = 0; round < Rounds; round++)
            {
                var heard = new Heard();
                await using (var server = await ServerProcess.Serve(data.FullName, admin))
                {
                    entitlement ??= await Things.Entitlement(
                        server.Client,
                        "acme",
                        "cad-pro",
                        $$"""{"type":"concurrent","max_seats":{{Seats}}}"""
                    );
                    var callers = Enumerable
                        .Range(0, Callers)
                        .Select(caller => Call(server.Client, entitlement, $"{round}-{caller}", heard))
                        .ToList();
                    while (heard.Released.Count < ReleasesBeforeTheKill)
                        await Task.Delay(10, Cancel);
                    await Task.Delay(round * 37 % 400, Cancel); // Another moment each time.
                    await server.Kill();
                    await Task.WhenAll(callers);
                }
                await using var again = await ServerProcess.Serve(data.FullName, admin);
                await Check(again.Client, entitlement, heard, round);
            }
        }
        finally
        {
            if (data.Exists)
                data.Delete(recursive: true);
        }
    }

    /// <summary>Takes and gives back until the server is gone, and writes down only what it heard.</summary>
    private static async Task Call(HttpClient client, string entitlement, string name, Heard heard)
    {
        try
        {
            for (var turn = 0; ; turn++)
            {
                var ask = $$"""
                    {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"{{name}}-{{turn}}"}
                    """;
                var lease = await client.Post("/v1/license/lease", ask);
                if (lease.Status == HttpStatusCode.Conflict)
                    continue;
                lease.Must(HttpStatusCode.Created);
                heard.Granted[lease["lease_id"]] = lease["token"];
                if (turn % 3 == 2)
                    continue;
                heard.Asked[lease["lease_id"]] = true;
                var release = await client.Post("/v1/license/lease/release", $$"""{"token":"{{lease["token"]}}"}""");
                release.Must(HttpStatusCode.OK);
                heard.Released[lease["lease_id"]] = true;
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // Killed: what this call did is unknown, and nothing is claimed of it.
        }
    }

    private static async Task Check(HttpClient client, string entitlement, Heard heard, int round)
    {
        var live = await Live(client, entitlement);
        Assert.NotEmpty(heard.Granted);
        Assert.NotEmpty(heard.Released);
        Assert.True(live.Count <= Seats, $"Round {round}: {live.Count} leases on {Seats} seats.");
        foreach (var lease in heard.Granted.Keys)
        {
            if (heard.Released.ContainsKey(lease))
                Assert.DoesNotContain(lease, live);
            else if (!heard.Asked.ContainsKey(lease))
                Assert.Contains(lease, live);
        }

        // The counter agrees with the rows: exactly the seats that nobody holds are there to be taken.
        var free = Seats - live.Count;
        for (var i = 0; i <= free; i++)
        {
            var ask = $$"""
                {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"fill-{{round}}-{{i}}"}
                """;
            (await client.Post("/v1/license/lease", ask)).Must(i < free ? HttpStatusCode.Created : HttpStatusCode.Conflict);
        }
        foreach (var lease in await Live(client, entitlement))
            (await client.Post($"/v1/leases/{lease}/revoke", """{"reason":"next round"}""")).Must(HttpStatusCode.OK);
    }

    private static async Task<HashSet<string>> Live(HttpClient client, string entitlement)
    {
        var live = new HashSet<string>();
        string? cursor = null;
        do
        {
            var page = await client.Get($"/v1/leases?entitlement_id={entitlement}&limit=200{(cursor is null ? "" : $"&cursor={cursor}")}");
            page.Must(HttpStatusCode.OK);
            foreach (var lease in page.Body.GetProperty("leases").EnumerateArray())
                Assert.True(live.Add(lease.GetProperty("lease_id").GetString()!));
            cursor = page.Body.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        } while (cursor is not null);
        return live;
    }

    private sealed class Heard
    {
        public ConcurrentDictionary<string, string> Granted { get; } = new();
        public ConcurrentDictionary<string, bool> Asked { get; } = new();
        public ConcurrentDictionary<string, bool> Released { get; } = new();
    }
}
