using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>The server is killed in the middle of its work, again and again, on the same data.</summary>
public sealed class KillTests
{
    private static readonly int Rounds = Machine.Rounds(4, 40);
    private const int Seats = 64;
    private const int ReleasesBeforeTheKill = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it_and_no_seat_is_given_twice()
    {
        using var data = await ServerData.Found();
        LeaseTraffic? traffic = null;
        for (var round = 0; round < Rounds; round++)
        {
            var heard = new Heard();
            await using (var server = await ServerProcess.Serve(data))
            {
                traffic ??= await LeaseTraffic.Found(server.Client, Seats);
                var callers = traffic.Run(server.Client, $"{round}", heard, mayRefuse: false, Cancel);
                while (heard.Released.Count < ReleasesBeforeTheKill)
                    await Task.Delay(10, Cancel);
                await Task.Delay(round * 37 % 400, Cancel); // Another moment each time.
                await server.Kill();
                await callers;
            }
            await using (var again = await ServerProcess.Serve(data))
                await traffic.Check(again.Client, heard, $"{round}");
            await data.Audit();
        }
        FaultTable.Note("kill -9 under load", Rounds, "every acknowledged act there, no seat twice");
    }
}
