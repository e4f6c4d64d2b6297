using System.Globalization;
using System.Net;
using BigPicture.IntegrationTests.Cloud;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>Each server is told to stop and is started again, one after the other, while callers work.</summary>
[Collection(ThreeReplicas.Collection)]
public sealed class RollingRestartTests(ThreeReplicas three)
{
    private const int Seats = 5;

    /// <summary>Of each sort.</summary>
    private const int Callers = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rolling_restart_loses_nothing_that_was_accepted()
    {
        var entitlement = await Things.Entitlement(
            three.Replicas[0].Client,
            "acme",
            "cad-pro",
            $$"""{"type":"concurrent","max_seats":{{Seats}}}"""
        );
        var traffic = new RollingTraffic([.. three.Replicas.Select(one => one.Client.BaseAddress!)], three.Token, entitlement);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var callers = Task.WhenAll(
            Enumerable
                .Range(0, Callers)
                .SelectMany(i =>
                    new[] { traffic.Run($"looks-{i}", looks: true, stop.Token), traffic.Run($"blind-{i}", looks: false, stop.Token) }
                )
        );

        for (var i = 0; i < three.Replicas.Count; i++)
            await Replace(i, traffic, callers);
        await stop.CancelAsync();
        await callers;

        TestContext.Current.SendDiagnosticMessage(
            $"{traffic.Granted.Count} leases, {traffic.Exhausted} refusals, {traffic.Unanswered} calls asked again"
        );
        await Every_answered_act_is_there_once(traffic, entitlement);
        await Seats_were_never_given_twice(entitlement);
    }

    private async Task Replace(int replica, RollingTraffic traffic, Task callers)
    {
        var server = three.Replicas[replica];
        var said = server.Words.Length; // What it said to other tests of these three, whose database went away, is none of this one's.
        await server.Terminate();
        // It says so before it is gone: whoever looks is never turned away.
        HttpStatusCode? told;
        while ((told = await server.Health()) == HttpStatusCode.OK)
            await Task.Delay(10, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, told);
        traffic.SaysThatItLeaves(replica, true);

        Assert.True(await server.EndsWithin(TimeSpan.FromSeconds(20)), $"It did not end: {server.Words}");
        Assert.True(server.ExitCode == 0, $"It ended with {server.ExitCode}: {server.Words}");
        Assert.False(server.Words[said..].Contains("fail:", StringComparison.Ordinal), server.Words);
        var before = traffic.Granted.Count;
        while (traffic.Granted.Count < before + 20 && !callers.IsFaulted)
            await Task.Delay(10, Cancel); // The others serve on.
        await three.Restart(replica);
        traffic.SaysThatItLeaves(replica, false);
    }

    private async Task Every_answered_act_is_there_once(RollingTraffic traffic, string entitlement)
    {
        var id = TypeIds.Of(entitlement);
        // No call got a second lease, and each lease was told of once.
        Assert.Equal(traffic.Granted.Count, await Count($"lease_lease WHERE entitlement_id = '{id}'"));
        Assert.Equal(traffic.Granted.Count, await Count($"lease_lease WHERE entitlement_id = '{id}' AND ended_at IS NOT NULL"));
        Assert.Equal(0, await Count($"lease_seat WHERE entitlement_id = '{id}'"));
        foreach (var name in new[] { "license.issued", "license.released" })
        {
            Assert.Equal(traffic.Granted.Count, await Count($"tel_event WHERE name = '{name}' AND {Ours(entitlement)}"));
            Assert.Equal(0, await Count($"(SELECT FROM tel_event WHERE name = '{name}' GROUP BY subject HAVING count(*) > 1) twice"));
        }
    }

    /// <summary>By the events in their order: what was issued and not released yet.</summary>
    private async Task Seats_were_never_given_twice(string entitlement)
    {
        var most = await CloudDatabase.Ask(
            three.Database,
            "SELECT max(taken) FROM (SELECT sum(CASE name WHEN 'license.issued' THEN 1 ELSE -1 END) OVER (ORDER BY sequence) AS taken "
                + $"FROM tel_event WHERE name IN ('license.issued', 'license.released') AND {Ours(entitlement)}) history"
        );
        Assert.InRange(Convert.ToInt32(most, CultureInfo.InvariantCulture), 1, Seats);
    }

    private static string Ours(string entitlement) => $"convert_from(data, 'UTF8')::json ->> 'entitlement_id' = '{entitlement}'";

    private async Task<long> Count(string rows) => (long)(await CloudDatabase.Ask(three.Database, $"SELECT count(*) FROM {rows}"))!;
}
