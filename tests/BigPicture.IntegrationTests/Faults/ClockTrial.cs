using System.Net;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.Testing.Clocks;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>One server whose clock makes a step, and later the same step once more: while it idles, while a client renews, at an expiry.</summary>
internal sealed class ClockTrial(long step, FakeClock clock, ServerProcess server)
{
    private const int Tolerance = 60;

    private readonly string name = $"step {step:+0;-0} s";
    private volatile bool isEnough;
    private readonly List<DateTimeOffset> renewals = [];
    private ClockScene scene = null!;

    private bool IsTolerated => Math.Abs(step) <= Tolerance;

    private bool IsBack => step < -Tolerance;

    private string State => IsBack ? "back" : "ahead";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task Run(ServerData data, long step)
    {
        using var clock = new FakeClock();
        await using var server = await ServerProcess.Serve(data, clock.Launch);
        var trial = new ClockTrial(step, clock, server);
        await trial.WhileIdle();
        trial.scene = await ClockScene.Found(server.Client);
        var renewing = trial.RenewUntilEnough();
        await trial.AtAnExpiry();
        await trial.PutRight();
        trial.isEnough = true;
        await renewing;
        trial.CheckRenewals();
    }

    private async Task WhileIdle()
    {
        clock.Set(step);
        await Task.Delay(TimeSpan.FromSeconds(5), Cancel); // Nobody asks it for anything.
        await CheckTold(1);
        clock.Set(0);
        await ClockScene.MustRecover(server.Client, name);
        await Machine.Until(
            async () => (await ClockScene.Steps(server.Client)).Count == (IsTolerated ? 0 : 2),
            $"{name}: its end was not told."
        );
    }

    private async Task AtAnExpiry()
    {
        await Wait(scene.LeaseEnd.AddSeconds(-20));
        Told("active", await scene.StatusOfLease(server.Client));
        clock.Set(step);
        if (!IsTolerated)
            await CheckTold(2);
        Assert.True(TimeProvider.System.GetUtcNow() < scene.LeaseEnd, $"{name}: this machine is too slow for the test.");
        // By a clock that went on and made no step, it has ended at the end of this.
        await Wait(scene.LeaseEnd.AddSeconds(4));
        await CheckTold(2);
        await (
            IsTolerated ? CheckTolerated()
            : IsBack ? CheckBack()
            : CheckAhead()
        );
    }

    private async Task CheckTolerated()
    {
        if (step < 0)
        {
            Told("active", await scene.StatusOfLease(server.Client)); // Its end is still to come, by the clock that it was signed by.
            (await scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        }
        (await scene.TakeRoomy(server.Client)).Must(HttpStatusCode.Created);
    }

    private async Task CheckBack()
    {
        Told("expired", await scene.StatusOfLease(server.Client)); // Time goes on meanwhile.
        foreach (var refused in new[] { await scene.TakeExpiring(server.Client), await scene.TakeRoomy(server.Client) })
        {
            refused.MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
            Assert.Contains("clock", refused["message"], StringComparison.Ordinal);
            Assert.NotNull(refused.Header("Retry-After"));
        }
    }

    private async Task CheckAhead()
    {
        Told("active", await scene.StatusOfLease(server.Client)); // Nothing is freed, though its end passed on every clock there is.
        (await scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        var granted = (await scene.TakeRoomy(server.Client)).Must(HttpStatusCode.Created);
        Assert.InRange(granted.Body.GetProperty("issued_at").GetDateTimeOffset() - clock.Now, TimeSpan.FromSeconds(-30), TimeSpan.Zero);
    }

    private async Task PutRight()
    {
        clock.Set(0);
        await ClockScene.MustRecover(server.Client, name);
        Reply? next = null;
        await Machine.Until(
            async () => (next = await scene.TakeExpiring(server.Client)).Status == HttpStatusCode.Created,
            $"{name}: the seat did not become free.",
            seconds: 60
        );
        Told("expired", await scene.StatusOfLease(server.Client));
        Assert.True(next!.Body.GetProperty("issued_at").GetDateTimeOffset() >= scene.LeaseEnd, $"{name}: the seat was given twice.");
        (await scene.TakeExpiring(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        (await scene.TakeRenewing(server.Client)).MustRefuse(HttpStatusCode.Conflict, "SEATS_EXHAUSTED");
        await Machine.Until(
            async () => (await ClockScene.Steps(server.Client)).Count == (IsTolerated ? 0 : 4),
            $"{name}: its end was not told."
        );
    }

    /// <summary>A large step is told by an event and turns health red; of a small one nothing is seen.</summary>
    private async Task CheckTold(int times)
    {
        List<(string State, long Drift)> told = [];
        if (IsTolerated)
        {
            Assert.Empty(await ClockScene.Steps(server.Client));
            await ClockScene.MustNotBlameClock(server.Client);
            return;
        }
        await Machine.Until(
            async () => (told = await ClockScene.Steps(server.Client)).Count == 2 * times - 1,
            $"{name}: it was not told {times} times."
        );
        Told(State, told[^1].State);
        Assert.InRange(told[^1].Drift, step - 3, step + 3);
        await ClockScene.MustBlameClock(server.Client);
    }

    private async Task RenewUntilEnough()
    {
        var token = scene.Token;
        while (!isEnough)
        {
            var renewal = (await ClockScene.Renew(server.Client, token)).Must(HttpStatusCode.OK);
            token = renewal["token"];
            renewals.Add(renewal.Body.GetProperty("issued_at").GetDateTimeOffset());
            await Task.Delay(250, Cancel);
        }
    }

    private void CheckRenewals()
    {
        Assert.True(renewals.Count > 20, $"{name}: only {renewals.Count} renewals.");
        if (step <= Tolerance)
            Assert.Equal(renewals.Order(), renewals); // Nothing is dated before what was dated already.
    }

    private void Told(string expected, string actual) => Assert.True(expected == actual, $"{name}: {actual} instead of {expected}.");

    private static async Task Wait(DateTimeOffset until)
    {
        var left = until - TimeProvider.System.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left, Cancel);
    }
}
