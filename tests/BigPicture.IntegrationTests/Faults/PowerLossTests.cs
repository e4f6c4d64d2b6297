using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>The power goes at a random moment under load: what the disk was given until then is all that is left.</summary>
public sealed class PowerLossTests
{
    private const int Seats = 64;
    private const int TriesWhileItRuns = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_the_power_went_is_there_after_it_and_nothing_is_half_done()
    {
        Machine.NeedsRoot();
        Machine.Needs("mkfs.ext4", "losetup");
        await using var disk = await LoopDisk.Make();
        using var data = await ServerData.Found(disk.In("data"));
        await using var server = await ServerProcess.Serve(data);
        var traffic = await LeaseTraffic.Found(server.Client, Seats);
        var random = new Random(20260115);
        var (acts, running) = (0, 0);
        var rounds = Machine.Rounds(4, 200);
        for (var round = 0; round < rounds; round++)
        {
            var heard = new Heard();
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var callers = traffic.Run(server.Client, $"{round}", heard, mayRefuse: false, enough.Token);
            await Machine.Until(() => Task.FromResult(heard.Released.Count >= 20), "The callers get nowhere.", seconds: 60);
            await Task.Delay(random.Next(500), Cancel);
            var (image, owed, ran) = await Cut(disk, server, heard, $"cut-{round}", whileItRuns: round % 2 == 1);
            await enough.CancelAsync();
            await callers;
            await traffic.Clear(server.Client);

            await CheckAfter(image, data.Token, traffic, owed, $"power loss {round}");
            (acts, running) = (acts + owed.Granted.Count + owed.Renewed.Count + owed.Released.Count, ran ? running + 1 : running);
        }
        Assert.True(acts > rounds * 20, $"Only {acts} acts were acknowledged in {rounds} rounds.");
        FaultTable.Note(
            "power loss under load",
            rounds,
            $"all of {acts} acknowledged acts there, none half done ({running} cut between two writes, {rounds - running} with the server held)"
        );
    }

    /// <summary>The disk at one moment, and what callers had heard by then.</summary>
    private static async Task<(string Image, Heard Owed, bool Ran)> Cut(
        LoopDisk disk,
        ServerProcess server,
        Heard heard,
        string name,
        bool whileItRuns
    )
    {
        for (var tries = 0; whileItRuns && tries < TriesWhileItRuns; tries++)
        {
            var owed = heard.SoFar();
            if (await disk.TryCut(name) is not { } image)
                continue;
            // What was asked back since may be back on the disk already.
            foreach (var (lease, asked) in heard.Asked)
                owed.Asked[lease] = asked;
            return (image, owed, true);
        }
        await server.Hold();
        try
        {
            var owed = heard.SoFar();
            string? image = null;
            // The system writes a while longer by itself.
            await Machine.Until(async () => (image = await disk.TryCut(name)) is not null, "The disk does not come to rest.");
            return (image!, owed, false);
        }
        finally
        {
            await server.Unhold();
        }
    }

    private static async Task CheckAfter(string image, string token, LeaseTraffic traffic, Heard owed, string name)
    {
        await using (var disk = await Mount.Make("-t", "ext4", "-o", "loop", image))
        {
            using var data = new ServerData(disk.In("data"), token);
            await using (var again = await ServerProcess.Serve(data))
                await traffic.Check(again.Client, owed, name);
            await data.Audit();
        }
        File.Delete(image);
    }
}
