using System.Net;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>One write or sync after the other fails, as a dying disk makes them fail.</summary>
public sealed class FailedWriteTests
{
    private const int Seats = 64;
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync", 2, 40)]
    [InlineData("pwrite64", 2, 60)]
    public async Task After_a_failed_write_or_sync_the_server_stops_and_has_lost_nothing(string call, int ordinary, int whole)
    {
        Machine.Needs("strace");
        using var data = await ServerData.Found();
        LeaseTraffic traffic;
        await using (var server = await ServerProcess.Serve(data))
            traffic = await LeaseTraffic.Found(server.Client, Seats);

        var (refusedStarts, stops, unharmed) = (0, 0, 0);
        var rounds = Machine.Rounds(ordinary, whole);
        for (var k = 1; k <= rounds; k++)
        {
            var heard = new Heard();
            // The ordinary run looks at moments further apart.
            var nth = Machine.IsLong ? k : k * k * 3;
            var launch = new Launch
            {
                Under =
                [
                    "strace",
                    "-f",
                    "--seccomp-bpf",
                    "-o",
                    "/dev/null",
                    "-e",
                    $"trace={call}",
                    "-e",
                    $"inject={call}:error=EIO:when={nth}",
                ],
            };
            await using (var server = await ServerProcess.TryServe(data, launch))
            {
                if (server.HasExited)
                {
                    refusedStarts++;
                }
                else
                {
                    using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
                    var callers = traffic.Run(server.Client, $"{call}-{k}", heard, mayRefuse: true, enough.Token);
                    var stopped = await server.EndsWithin(TimeSpan.FromSeconds(4));
                    if (!stopped && heard.Refused > 0)
                    {
                        Assert.NotEqual(HttpStatusCode.OK, await server.Health());
                        stopped = await server.EndsWithin(StopsWithin);
                        Assert.True(stopped, $"{call} {nth}: refused, and it neither stopped. {server.Words}");
                    }
                    await enough.CancelAsync();
                    await callers;
                    (stops, unharmed) = stopped ? (stops + 1, unharmed) : (stops, unharmed + 1);
                }
                if (server.HasExited)
                {
                    Assert.NotEqual(0, server.ExitCode);
                    Assert.Contains("error: ", server.Words, StringComparison.Ordinal);
                }
            }
            await using (var again = await ServerProcess.Serve(data))
                await traffic.Check(again.Client, heard, $"{call}-{nth}");
            await data.Audit();
        }
        Machine.Tell($"{call}: {rounds} injected, {refusedStarts} refused to start, {stops} stopped, {unharmed} not reached or harmless");
        Assert.True(refusedStarts + stops > 0, "No injection was ever met.");
    }
}
