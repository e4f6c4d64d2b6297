using BigPicture.Client;

namespace BigPicture.IntegrationTests.Client;

public sealed class LocalPushTests(LocalStage stage) : PushTests(stage), IClassFixture<LocalStage>;

public sealed class CloudPushTests(CloudStage stage) : PushTests(stage), IClassFixture<CloudStage>;

/// <summary>Revocations that are pushed, or asked for where no stream can be had.</summary>
public abstract class PushTests(Stage stage)
{
    private const string Stream = "/v1/license/stream";
    private const string List = "/v1/license/revocations";

    [Fact]
    public async Task A_revocation_is_heard_without_any_renewal()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        await using var other = await ClientScene.Acquire(scene.Client(), "bob");
        await scene.Revoke(session.LeaseId);
        await scene.Until(session, SessionState.Lost);
        Assert.Equal("LEASE_REVOKED", session.Reason!.Code);
        Assert.Equal(SessionState.Active, other.State);
        BeforeAnyRenewal(scene, session);
        scene.NothingUnforeseen();
    }

    [Fact]
    public async Task All_leases_of_a_revoked_entitlement_are_lost_together()
    {
        await using var scene = await ClientScene.Open(stage);
        await using var session = await scene.Acquire();
        await using var other = await ClientScene.Acquire(scene.Client(), "bob");
        await scene.Book.Wait(5);
        await scene.Book.Act("revoke");
        await scene.Until(session, SessionState.Lost);
        await scene.Until(other, SessionState.Lost);
        Assert.Equal("LEASE_REVOKED", session.Reason!.Code);
        BeforeAnyRenewal(scene, session);
    }

    [Fact]
    public async Task Where_no_stream_can_be_had_the_list_is_asked_for()
    {
        await using var scene = await ClientScene.Open(stage);
        scene.Proxy.Unknown = Stream;
        await using var session = await scene.Acquire();
        await scene.Revoke(session.LeaseId);
        await scene.Until(session, SessionState.Lost);
        BeforeAnyRenewal(scene, session);
    }

    [Fact]
    public async Task A_list_that_is_older_than_the_one_that_is_held_brings_nobody_back()
    {
        await using var scene = await ClientScene.Open(stage);
        using var application = scene.Book.Server.Client(scene.Token);
        var old = (await application.Get(List)).Body.GetRawText();
        await using var session = await scene.Acquire();
        await scene.Revoke(session.LeaseId);
        await scene.Until(session, SessionState.Lost);

        // What was heard is kept for the next start, which is told the old list and believes the kept one.
        scene.Proxy.Unknown = Stream;
        scene.Proxy.Instead = (List, old);
        await using var next = await ClientScene.Acquire(scene.Client(), "carol");
        await scene.Until(
            () => scene.Notices.Any(n => n.Message.Contains("was refused: one of epoch", StringComparison.Ordinal)),
            "refused"
        );
        Assert.Equal(SessionState.Active, next.State);
    }

    private static void BeforeAnyRenewal(ClientScene scene, LicenseSession session) =>
        Assert.True(scene.Book.Now < session.ExpiresAt.AddMinutes(-40), "It waited for the renewal.");
}
