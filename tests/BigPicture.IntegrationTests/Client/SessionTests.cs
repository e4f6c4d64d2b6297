using BigPicture.Client;
using BigPicture.Testing;

namespace BigPicture.IntegrationTests.Client;

/// <summary>docs/sdk-dotnet.md: the life of a session, against a real server.</summary>
public abstract class SessionTests(Stage stage)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_lines_give_a_session_that_ends_with_its_scope()
    {
        await using var scene = await ClientScene.Open(stage);
        await using (var client = scene.Client())
        {
            await using var session = await client.AcquireAsync(LicenseSubject.User("alice"), Cancel);
            Assert.Equal(SessionState.Active, session.State);
            Assert.True(session.Features.Contains("export"));
            Assert.False(session.Features.Contains("simulate"));
            Assert.False(session.Lost.IsCancellationRequested);
            Assert.Equal(scene.Book.Now.AddHours(1), session.ExpiresAt);
            Assert.Equal(session.ExpiresAt.AddMinutes(10), session.GraceUntil);
            Assert.Equal(1, await scene.SeatsTaken());
        }
        Assert.Equal(0, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task A_refusal_is_a_value_with_code_trace_and_next_seat()
    {
        await using var scene = await ClientScene.Open(stage);
        var client = scene.Client();
        for (var seat = 0; seat < 3; seat++)
            await ClientScene.Acquire(client, $"user{seat}");

        var result = await client.TryAcquireAsync(LicenseSubject.User("dave"), Cancel);
        Assert.False(result.IsGranted(out _, out var refusal));
        Assert.Equal("SEATS_EXHAUSTED", refusal.Code);
        Assert.Contains("3 seats", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(("seats", false), (refusal.Trace[^1].Rule, refusal.Trace[^1].Passed));
        Assert.NotNull(refusal.NextSeatAt);
        Assert.NotNull(refusal.RequestId);
        var thrown = await Assert.ThrowsAsync<LicenseRefusedException>(() => client.AcquireAsync(LicenseSubject.User("dave"), Cancel));
        Assert.Equal("SEATS_EXHAUSTED", thrown.Refusal.Code);
    }

    [Fact]
    public async Task It_renews_itself_before_the_end()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var (lease, end) = (session.LeaseId, session.ExpiresAt);
        await scene.Book.GoTo(end.AddMinutes(-5));
        await scene.Until(() => session.ExpiresAt > end, "renewed");
        Assert.Equal((lease, SessionState.Active), (session.LeaseId, session.State));
        Assert.Contains("license.renewed", await scene.Book.Events());
    }

    [Fact]
    public async Task Revoked_at_the_server_it_is_lost_at_the_next_renewal_and_tells_why()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var changes = new List<SessionChangedEventArgs>();
        session.StateChanged += (_, change) => changes.Add(change);
        await scene.Revoke(session.LeaseId);
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(-5));
        await scene.Until(session, SessionState.Lost);
        await scene.Until(() => session.Lost.IsCancellationRequested && changes.Count > 0 && changes[^1].Now == SessionState.Lost, "told");
        Assert.Equal("LEASE_REVOKED", session.Reason!.Code);
        Assert.Empty(session.Features);
        Assert.Equal("LEASE_REVOKED", changes[^1].Reason!.Code);
    }

    /// <summary>A machine that was copied while the application ran: both have the same place, and it is one seat.</summary>
    [Fact]
    public async Task A_start_with_a_copy_of_what_was_kept_takes_the_lease_over_and_the_first_one_is_lost()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var first = await scene.Acquire();
        var copy = Path.Combine(scene.State, "copy");
        Folders.Copy(scene.State, copy, "*.json");

        await using var second = await ClientScene.Acquire(scene.Client(options => options.StateDirectory = copy));
        Assert.Equal(1, await scene.SeatsTaken());
        await scene.Book.GoTo(first.ExpiresAt.AddMinutes(-5));
        await scene.Until(first, SessionState.Lost);
        Assert.Equal("LEASE_SUPERSEDED", first.Reason!.Code);
        await scene.Until(second, SessionState.Active);
        Assert.Equal(1, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task A_server_that_is_away_is_first_no_matter_then_grace_then_the_end()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(-5));
        await scene.Until(session, SessionState.Renewing);
        Assert.True(session.Features.Contains("export"));
        await scene.Book.GoTo(session.ExpiresAt);
        await scene.Until(session, SessionState.Grace);
        Assert.True(session.Features.Contains("export"));
        await scene.Book.GoTo(session.GraceUntil!.Value);
        await scene.Until(session, SessionState.Lost);
        Assert.Equal("LEASE_EXPIRED", session.Reason!.Code);
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task A_server_that_returns_in_grace_makes_it_whole_again()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        scene.Proxy.Fault = Fault.Refused;
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(1));
        await scene.Until(session, SessionState.Grace);
        scene.Proxy.Fault = Fault.None;
        await scene.Until(session, SessionState.Active);
        Assert.Equal(1, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_handler_that_throws_or_never_returns_hurts_nobody()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        var never = new ManualResetEventSlim();
        session.StateChanged += (_, _) => never.Wait(Cancel);
        session.Lost.Register(() => throw new InvalidOperationException("handler"));
        await scene.Revoke(session.LeaseId);
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(-5));
        await scene.Until(() => session.Lost.IsCancellationRequested, "lost");
        await scene.Until(() => scene.Notices.Any(notice => notice.Exception is AggregateException), "noticed");
        never.Set();
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_machine_fails_on_another()
    {
        await using var scene = await ClientScene.Open(stage, """{"type":"concurrent","max_seats":3,"bind":"machine"}""");
        var here = scene.Client(options => options.MachineId = "here");
        await using var borrowed = await here.AcquireAsync(
            new LicenseRequest(LicenseSubject.User("alice")) { KeepOnDispose = true },
            Cancel
        );
        await borrowed.DisposeAsync();
        await here.DisposeAsync();

        // The state of the one machine is carried to the other; no server is there to ask.
        scene.Proxy.Fault = Fault.Refused;
        var there = scene.Client(options => options.MachineId = "there");
        Assert.Equal("SERVER_UNREACHABLE", await RefusalOf(scene, there));
        await there.DisposeAsync();
        await using var again = scene.Client(options => options.MachineId = "here");
        var offline = await Soon(scene, again.TryAcquireAsync(LicenseSubject.User("alice"), Cancel));
        Assert.True(offline.IsGranted(out var session, out _));
        Assert.Equal(borrowed.LeaseId, session.LeaseId);
    }

    [Fact]
    public async Task An_unknown_product_or_token_is_refused_in_the_servers_words()
    {
        await using var scene = await ClientScene.Open(stage);
        var wrongToken = scene.Client(options => options.Token = "bp_" + new string('x', 43));
        Assert.Equal("UNAUTHORIZED", await RefusalOf(scene, wrongToken));
        var wrongProduct = scene.Client(options => options.Product = "other");
        Assert.Contains(await RefusalOf(scene, wrongProduct), new[] { "NO_ENTITLEMENT", "NOT_FOUND" });
    }

    internal static async Task<string> RefusalOf(ClientScene scene, LicenseClient client)
    {
        var result = await Soon(scene, client.TryAcquireAsync(LicenseSubject.User("alice"), Cancel));
        return result.Refusal?.Code ?? "granted";
    }

    /// <summary>Lets time go on until it ends: what waits between two tries waits by the scene's clock.</summary>
    internal static async Task<T> Soon<T>(ClientScene scene, Task<T> task)
    {
        await scene.Until(() => task.IsCompleted, "ended");
        return await task;
    }
}

public sealed class LocalSessionTests(LocalStage stage) : SessionTests(stage), IClassFixture<LocalStage>;

public sealed class CloudSessionTests(CloudStage stage) : SessionTests(stage), IClassFixture<CloudStage>;
