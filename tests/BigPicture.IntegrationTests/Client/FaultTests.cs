using BigPicture.Client;
using BigPicture.IntegrationTests.Transport;

namespace BigPicture.IntegrationTests.Client;

/// <summary>
/// Everything that may stand between a running session and its server, each into a session that is to be renewed: the states are those that
/// docs/sdk-dotnet.md tells, nothing escapes, and no seat stays taken.
/// </summary>
public sealed class FaultTests(LocalStage stage) : IClassFixture<LocalStage>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_that_passes_is_no_matter(Fault fault)
    {
        await using var scene = await ClientScene.Open(stage);
        await using (var session = await ClientScene.Acquire(Impatient(scene)))
        {
            var (lease, end) = (session.LeaseId, session.ExpiresAt);
            scene.Proxy.Fault = fault;
            await scene.Book.GoTo(end.AddMinutes(-5));
            await scene.Until(() => session is { State: SessionState.Renewing, Reason: not null }, "a renewal has failed");
            Assert.True(session.Features.Contains("export"));

            scene.Proxy.Fault = Fault.None;
            await scene.Until(session, SessionState.Active);
            Assert.Equal(lease, session.LeaseId);
            Assert.True(session.ExpiresAt > end);
            Assert.Equal(1, await scene.SeatsTaken());
        }
        Assert.Equal(0, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_that_stays_ends_in_grace_and_then_in_loss(Fault fault)
    {
        await using var scene = await ClientScene.Open(stage);
        var client = Impatient(scene);
        await using (var session = await ClientScene.Acquire(client))
        {
            scene.Proxy.Fault = fault;
            await scene.Book.GoTo(session.ExpiresAt);
            await scene.Until(session, SessionState.Grace);
            await scene.Book.GoTo(session.GraceUntil!.Value);
            await scene.Until(session, SessionState.Lost);
            Assert.Equal("LEASE_EXPIRED", session.Reason!.Code);
            Assert.True(session.Lost.IsCancellationRequested || await Fires(session.Lost));
        }
        await client.DisposeAsync();
        await scene.Book.Wait(7200);
        Assert.Equal(0, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_seat_that_cannot_be_given_back_is_taken_over_by_the_next_start(Fault fault)
    {
        await using var scene = await ClientScene.Open(stage);
        var session = await ClientScene.Acquire(Impatient(scene));
        scene.Proxy.Fault = fault;
        await session.DisposeAsync();
        Assert.Equal(SessionState.Released, session.State);

        scene.Proxy.Fault = Fault.None;
        await using (var again = await scene.Acquire())
            Assert.Equal(1, await scene.SeatsTaken());
        Assert.Equal(0, await scene.SeatsTaken());
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task An_activation_whose_answer_was_lost_takes_one_seat()
    {
        await using var scene = await ClientScene.Open(stage);
        scene.Proxy.Fault = Fault.HalfAnswer;
        var client = scene.Client();
        var waiting = client.AcquireAsync(LicenseSubject.User("alice"), Cancel);
        await scene.Until(() => scene.Proxy.Calls > 0, "asked");
        scene.Proxy.Fault = Fault.None;
        await using var session = await SessionTests.Soon(scene, waiting);
        Assert.Equal(1, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_server_under_a_key_that_is_not_pinned_grants_nothing_and_keeps_no_seat()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var stranger = await Stories.Storybook.Open(stage, ClientScene.Floating);
        var client = scene.Client(options => options.RootKeys = stranger.Server.Founded.RootKeys);
        Assert.Equal(ClientCodes.LeaseNotVerified, await SessionTests.RefusalOf(scene, client));
        Assert.Equal(0, await scene.SeatsTaken());
    }

    [Fact]
    public async Task A_stranger_in_the_servers_place_is_not_believed_and_the_session_holds_to_its_end()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var stranger = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        scene.Proxy.Lead(stranger.Book.Server.Url, stranger.Token);
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(-5));
        await scene.Until(() => session.Reason?.Code == ClientCodes.LeaseNotVerified, "not believed");
        Assert.Equal(SessionState.Renewing, session.State);
        Assert.Equal(0, await stranger.SeatsTaken());
        scene.Proxy.Lead(scene.Book.Server.Url, null);
        await scene.Until(session, SessionState.Active);
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task Another_certificate_is_as_if_nobody_answered()
    {
        await using var scene = await ClientScene.Open(stage);
        using var right = new TestCertificates();
        using var wrong = new TestCertificates();
        scene.Proxy.Show(right.Context());
        var client = scene.Client(options => options.CertificateAuthorities = [right.Root]);
        await using var session = await ClientScene.Acquire(client);

        scene.Proxy.Show(wrong.Context());
        await scene.Book.GoTo(session.ExpiresAt.AddMinutes(-5));
        await scene.Until(() => session.Reason?.Code == ClientCodes.ServerUnreachable, "not trusted");
        Assert.Equal(SessionState.Renewing, session.State);

        scene.Proxy.Show(right.Context());
        await scene.Until(session, SessionState.Active);
        scene.NothingUnforeseen();
    }

    private static LicenseClient Impatient(ClientScene scene) => scene.Client(options => options.CallTimeout = TimeSpan.FromSeconds(2));

    private static async Task<bool> Fires(CancellationToken lost)
    {
        var fired = new TaskCompletionSource();
        await using var registration = lost.Register(fired.SetResult);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        return true;
    }
}
