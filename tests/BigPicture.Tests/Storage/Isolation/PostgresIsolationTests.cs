using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Entitlements;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Storage.Isolation;

/// <summary>Two acts on one pool, on PostgreSQL, in every order of their statements that its locks leave open.</summary>
public sealed class PostgresIsolationTests
{
    private const string OneSeat = """{"type":"concurrent","max_seats":1}""";
    private const string TwoSeats = """{"type":"concurrent","max_seats":2}""";

    [Theory]
    [InlineData("alice", "bob")]
    [InlineData("bob", "alice")]
    public async Task The_last_seat_goes_to_whoever_asks_first(string first, string second)
    {
        await using var scene = await Scene(OneSeat);

        await EveryOrder(scene, () => Activate(scene, first), () => Activate(scene, second), "1 of 1 seats, 1 held, 1 live, 1 claims, ");
    }

    [Theory]
    [InlineData(true, "1 of 1 seats, 1 held, 1 live, 1 claims, license.issued license.revoked license.issued")]
    [InlineData(false, "0 of 1 seats, 0 held, 0 live, 0 claims, license.issued license.revoked")]
    public async Task A_revoked_seat_is_given_again_only_after_the_revocation(bool revokedFirst, string end)
    {
        await using var scene = await Scene(OneSeat);
        var alice = await Lease(scene, "alice");

        await InOrder(
            scene,
            revokedFirst,
            () => scene.Server.Send(new RevokeLease(alice.Lease.Id, "fraud")),
            () => Activate(scene, "bob"),
            end
        );
    }

    [Theory]
    [InlineData(true, "1 of 1 seats, 1 held, 1 live, 1 claims, license.issued license.renewed")]
    [InlineData(false, "0 of 1 seats, 0 held, 0 live, 0 claims, license.issued license.expired")]
    public async Task A_lease_is_renewed_or_ends_by_its_time_and_never_both(bool renewedFirst, string end)
    {
        await using var scene = await Scene(OneSeat);
        var alice = await Lease(scene, "alice");
        await using var scope = scene.Server.Services.CreateAsyncScope();
        var (book, ledger) = (alice.Lease.Entitlement, scope.ServiceProvider.GetRequiredService<ILeaseLedger>());
        scene.Server.Clock.Advance(TimeSpan.FromMinutes(59));

        await InOrder(
            scene,
            renewedFirst,
            () => scene.Server.Send(new RenewLease(alice.Token)),
            async () =>
            {
                // It was seen as due before; under the lock it may have been renewed.
                scene.Server.Clock.Advance(TimeSpan.FromMinutes(2));
                await scene.Server.InOneScope(_ => Task.CompletedTask);
                await ledger.Post(new Reaping(Catalogue.Acme, book, [alice.Lease.Id], []), TestContext.Current.CancellationToken);
            },
            end
        );
    }

    [Fact]
    public async Task A_lease_given_back_twice_frees_one_seat_once()
    {
        await using var scene = await Scene(TwoSeats);
        var alice = await Lease(scene, "alice");
        await Lease(scene, "bob");

        await EveryOrder(
            scene,
            () => scene.Server.Send(new ReleaseLease(alice.Token)),
            () => scene.Server.Send(new ReleaseLease(alice.Token)),
            "1 of 2 seats, 1 held, 1 live, 1 claims, license.issued license.issued license.released, "
        );
    }

    [Theory]
    [InlineData(true, "1 of 1 seats, 1 held, 1 live, 1 claims, license.issued")]
    [InlineData(false, "2 of 1 seats, 2 held, 2 live, 2 claims, license.issued license.issued")]
    public async Task Nothing_is_granted_beyond_a_limit_once_it_is_lowered(bool loweredFirst, string end)
    {
        await using var scene = await Scene(TwoSeats);
        var alice = await Lease(scene, "alice");

        await InOrder(
            scene,
            loweredFirst,
            () => scene.Server.Send(new ChangeEntitlement(alice.Lease.Entitlement) { Policy = Catalogue.Json(OneSeat) }),
            () => Activate(scene, "bob"),
            end
        );
    }

    [Fact]
    public async Task Without_the_lock_a_decision_is_made_on_rows_that_others_change()
    {
        await using var scene = await Scene(OneSeat);
        var setup = await scene.Keep();
        var (first, second) = (await scene.Record(() => Activate(scene, "alice")), await scene.Record(() => Activate(scene, "bob")));

        var played = await scene.Play(TwoActs.Spec(setup, first.With(Unlocked), second.With(Unlocked)));

        Assert.Contains(played, order => TwoActs.Differs(order, played[0]) is not null);
    }

    private static string Unlocked(string sql) => sql.Replace(" FOR UPDATE OF b", "", StringComparison.Ordinal);

    private static Task InOrder(IsolationScene scene, bool asTold, Func<Task> one, Func<Task> other, string end) =>
        asTold ? EveryOrder(scene, one, other, end) : EveryOrder(scene, other, one, end);

    private static async Task EveryOrder(IsolationScene scene, Func<Task> first, Func<Task> second, string end)
    {
        var setup = await scene.Keep();
        var (one, other) = (await scene.Record(first), await scene.Record(second));
        var state = await scene.ReadState();
        Assert.StartsWith(end, state);

        var played = await scene.Play(TwoActs.Spec(setup, one, other));

        Assert.Equal(TwoActs.OrdersCount(one), played.Count);
        foreach (var order in played)
        {
            Assert.DoesNotContain("ERROR", order.Text);
            Assert.True(TwoActs.Differs(order, played[0]) is not { } step, $"{string.Join(' ', order.Order)}: {order.Text}");
            Assert.Contains(state, order.Results[IsolationScene.State]);
            Assert.Equal(TwoActs.MustWait(order.Order), order.Waited.Contains(TwoActs.SecondLock));
        }
    }

    private static async Task<IsolationScene> Scene(string policy)
    {
        var scene = await IsolationScene.Open();
        await scene.Server.AddEntitlement(Catalogue.Draft(policy: policy));
        return scene;
    }

    private static Task<LeaseAnswer> Lease(IsolationScene scene, string user) => scene.Server.Do(Ask(user));

    private static Task<Outcome<LeaseAnswer>> Activate(IsolationScene scene, string user) => scene.Server.Send(Ask(user));

    private static ActivateLease Ask(string user) =>
        new(
            new LeaseApplication
            {
                Tenant = Catalogue.Acme,
                Product = Catalogue.CadPro,
                Subject = new Subject(SubjectKind.User, user),
                SessionId = "s",
            }
        );
}
