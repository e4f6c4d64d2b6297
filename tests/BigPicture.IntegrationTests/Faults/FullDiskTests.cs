using System.Net;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>The disk fills up in the middle of grants, and is emptied again.</summary>
public sealed class FullDiskTests
{
    private const int Seats = 64;
    private const int Megabytes = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_refused_clearly_is_red_and_loses_nothing()
    {
        Machine.NeedsRoot();
        await using var disk = await Mount.Make("-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs");
        using var data = await ServerData.Found(disk.In("data"));
        LeaseTraffic? traffic = null;
        var (stops, refusals, recoveries) = (0, 0, 0);
        var rounds = Machine.Rounds(1, 60);
        for (var round = 0; round < rounds; round++)
        {
            var heard = new Heard();
            await using (var server = await ServerProcess.Serve(data))
            {
                traffic ??= await LeaseTraffic.Found(server.Client, Seats);
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
                var callers = traffic.Run(server.Client, $"{round}", heard, mayRefuse: true, enough.Token);
                while (heard.Released.Count < 20)
                    await Task.Delay(5, Cancel);
                await Task.Delay(round * 53 % 300, Cancel); // Another moment each time.
                await Fill(disk);
                // What the log has room for already goes on being written.
                await Until(() => server.HasExited || heard.Refused > 0, "Nobody was told of the full disk.");

                Assert.NotEqual(HttpStatusCode.OK, await server.Health());
                File.Delete(disk.In("filler"));
                refusals += heard.Refused;
                if (await GoesOn(server))
                {
                    recoveries++;
                    Assert.True(await traffic.Turn(server.Client, $"again-{round}", 0, heard, mayRefuse: false));
                }
                else
                {
                    stops++;
                    Assert.NotEqual(0, server.ExitCode);
                    Assert.Contains("error: The database failed", server.Words, StringComparison.Ordinal);
                }
                await enough.CancelAsync();
                await callers;
            }
            await using (var again = await ServerProcess.Serve(data))
                await traffic.Check(again.Client, heard, $"full disk {round}");
            await data.Audit();
        }
        FaultTable.Note(
            "disk full during grants",
            rounds,
            $"{refusals} calls refused with 503, red; went on {recoveries} times with room again, stopped {stops} times; nothing lost"
        );
    }

    [Fact]
    public async Task A_server_does_not_start_on_a_full_disk_and_says_why()
    {
        Machine.NeedsRoot();
        await using var disk = await Mount.Make("-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs");
        using var data = await ServerData.Found(disk.In("data"));
        await Fill(disk);

        await using var server = await ServerProcess.TryServe(data, new Launch());

        Assert.True(server.HasExited);
        Assert.NotEqual(0, server.ExitCode);
        Assert.StartsWith("error: ", server.Words, StringComparison.Ordinal);
        Assert.Contains("next: ", server.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Words, StringComparison.Ordinal);
        FaultTable.Note("disk full at the start", 1, "did not start, said why");
    }

    private static async Task Fill(Mount disk) =>
        await Machine.Try("dd", "if=/dev/zero", $"of={disk.In("filler")}", "bs=4096", $"count={Megabytes * 1024}");

    /// <summary>With room again it is well again by itself, unless it has chosen to stop.</summary>
    private static async Task<bool> GoesOn(ServerProcess server)
    {
        var well = false;
        await Until(
            async () => server.HasExited || (well = await server.Health() == HttpStatusCode.OK),
            "The server neither recovered nor stopped."
        );
        return well;
    }

    private static Task Until(Func<bool> holds, string complaint) => Until(() => Task.FromResult(holds()), complaint);

    private static async Task Until(Func<Task<bool>> holds, string complaint)
    {
        var end = TimeProvider.System.GetTimestamp() + Patience.Ticks * (TimeProvider.System.TimestampFrequency / TimeSpan.TicksPerSecond);
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetTimestamp() < end, complaint);
            await Task.Delay(10, Cancel);
        }
    }
}
