using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>One write or sync after the other fails, as a dying disk makes them fail.</summary>
public sealed class FailedWriteTests
{
    private const string Syncs = "fsync,fdatasync";
    private const string Writes = "pwrite64,pwritev";
    private const int Seats = 64;

    /// <summary>So far every call of a thread in turn is made to fail under load; then ever later ones. Traced, a server does few acts a second.</summary>
    private const int InTurnUnderLoad = 20;

    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MeetsWithin = TimeSpan.FromSeconds(Machine.IsLong ? 40 : 10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Syncs)]
    [InlineData(Writes)]
    public async Task A_server_whose_write_or_sync_fails_while_it_starts_does_not_start_and_has_lost_nothing(string calls)
    {
        Machine.Needs("strace");
        using var data = await ServerData.Found();
        var traffic = await Traffic(data);
        var (refused, late) = (0, 0);
        for (var nth = 1; ; nth++)
        {
            using var injection = Injection.IntoFiles(data, calls, nth);
            await using (var server = await ServerProcess.TryServe(data, injection.Launch))
            {
                // What a loop writes soon after may be met as well.
                if (!server.HasExited && !injection.WasMet)
                    break;
                Assert.True(await server.EndsWithin(StopsWithin), $"{calls} {nth} failed, and it runs on. {server.Words}");
                MustHaveStopped(server);
                (refused, late) = server.WasReady ? (refused, late + 1) : (refused + 1, late);
            }
            await CheckAfter(data, traffic, new Heard(), $"{calls} {nth} at the start");
            if (nth == Machine.Rounds(1, int.MaxValue))
                break;
        }
        Assert.True(refused > 0, "No injection was met.");
        FaultTable.Note($"EIO from {calls} at the start", refused + late, $"{refused} did not start, {late} stopped; nothing lost");
    }

    /// <summary>SQLite takes no notice when it cannot sync the directory; the server's own sync of it comes after and does.</summary>
    [Fact]
    public async Task A_server_that_cannot_sync_its_directory_does_not_start()
    {
        Machine.Needs("strace");
        using var data = await ServerData.Found();
        var (refused, rounds) = (0, 0);
        for (var isMet = true; isMet; )
        {
            using var injection = Injection.IntoDirectory(data, Syncs, ++rounds);
            await using var server = await ServerProcess.TryServe(data, injection.Launch);
            isMet = injection.WasMet;
            if (!server.HasExited)
                continue;
            MustHaveStopped(server);
            refused++;
        }
        Assert.True(refused > 0, "It started without its directory.");
        FaultTable.Note(
            "EIO from fsync of the directory at the start",
            rounds - 1,
            $"{refused} did not start; the others were the library's own"
        );
    }

    [Theory]
    [InlineData(Syncs)]
    [InlineData(Writes)]
    public async Task After_a_failed_write_or_sync_under_load_the_server_stops_and_has_lost_nothing(string calls)
    {
        Machine.Needs("strace");
        using var data = await ServerData.Found();
        var traffic = await Traffic(data);
        var (stops, unmet, refusals) = (0, 0, 0);
        for (var nth = 1; unmet == 0 && stops < Machine.Rounds(2, int.MaxValue); nth = Next(nth))
        {
            var heard = new Heard();
            await using (var server = await ServerProcess.Serve(data))
            {
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
                var callers = traffic.Run(server.Client, $"{calls}-{nth}", heard, mayRefuse: true, enough.Token);
                await Machine.Until(() => Task.FromResult(!heard.Released.IsEmpty), "The callers get nowhere.");
                using var injection = Injection.IntoFiles(data, calls, nth);
                await injection.Attach(server);
                var stopped = await server.EndsWithin(MeetsWithin) || injection.WasMet && await server.EndsWithin(StopsWithin);
                await enough.CancelAsync();
                await callers;
                Assert.True(stopped || !injection.WasMet, $"{calls} {nth} failed, and it runs on. {server.Words}");
                Assert.True(injection.WasMet || !stopped, $"It stopped though nothing failed. {server.Words}");
                Assert.True(stopped || heard.Refused == 0, $"It refused {heard.Refused} calls though nothing failed. {server.Words}");
                if (stopped)
                    MustHaveStopped(server);
                (stops, unmet) = stopped ? (stops + 1, unmet) : (stops, unmet + 1);
                refusals += heard.Refused;
            }
            await CheckAfter(data, traffic, heard, $"{calls} {nth} under load");
        }
        Assert.True(stops >= Machine.Rounds(2, InTurnUnderLoad), $"Only {stops} injections were met under load.");
        FaultTable.Note(
            $"EIO from {calls} under load",
            stops + unmet,
            $"{stops} stopped ({refusals} calls refused clearly before), {unmet} not reached; nothing lost, no seat twice"
        );
    }

    private static int Next(int nth) =>
        !Machine.IsLong ? nth + 8
        : nth < InTurnUnderLoad ? nth + 1
        : nth * 3 / 2;

    private static async Task<LeaseTraffic> Traffic(ServerData data)
    {
        await using var server = await ServerProcess.Serve(data);
        return await LeaseTraffic.Found(server.Client, Seats);
    }

    private static void MustHaveStopped(ServerProcess server)
    {
        Assert.NotEqual(0, server.ExitCode);
        Assert.Contains("error: ", server.Words, StringComparison.Ordinal);
    }

    private static async Task CheckAfter(ServerData data, LeaseTraffic traffic, Heard heard, string round)
    {
        await using (var again = await ServerProcess.Serve(data))
            await traffic.Check(again.Client, heard, round);
        await data.Audit();
    }
}
