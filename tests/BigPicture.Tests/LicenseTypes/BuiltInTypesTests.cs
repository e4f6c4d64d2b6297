using BigPicture.LicenseTypes;
using BigPicture.LicenseTypes.BuiltIn;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.LicenseTypes;

public sealed class BuiltInTypesTests
{
    private static readonly LicensePolicy FiveSeats = new() { SeatsMax = 5 };

    private static readonly LicensePolicy TwoMachinesEach = FiveSeats with
    {
        Terms = new Dictionary<string, long> { [PerUser.MachinesPerUser] = 2 },
    };

    [Fact]
    public void Per_user_takes_one_seat_for_all_machines_and_sessions_of_a_user()
    {
        SeatClaim[] expected = [new("seats", "alice", 5)];

        Assert.Equal(expected, Claims(new PerUser(), FiveSeats, Requests.User()));
        Assert.Equal(expected, Claims(new PerUser(), FiveSeats, Requests.User(machine: "pc-1", session: "s1")));
        Assert.Equal(expected, Claims(new PerUser(), FiveSeats, Requests.User(machine: "pc-2", session: "s2")));
    }

    [Fact]
    public void Per_user_counts_the_machines_of_a_user_where_the_policy_says_so()
    {
        SeatClaim[] expected = [new("seats", "alice", 5), new("user/alice", "pc-1", 2)];

        Assert.Equal(expected, Claims(new PerUser(), TwoMachinesEach, Requests.User(machine: "pc-1", session: "s1")));
        Assert.Equal(expected, Claims(new PerUser(), TwoMachinesEach, Requests.User(machine: "pc-1", session: "s2")));
    }

    [Fact]
    public void Per_user_counts_a_lease_that_tells_no_machine_as_a_device_of_its_own()
    {
        var request = Requests.User(session: "s1");

        Assert.Equal([new("seats", "alice", 5), new("user/alice", request.LeaseKey, 2)], Claims(new PerUser(), TwoMachinesEach, request));
    }

    [Fact]
    public void Per_user_serves_users_only()
    {
        Assert.Null(new PerUser().RefuseSubject(Requests.User()));
        Assert.NotNull(new PerUser().RefuseSubject(Requests.Machine()));
    }

    [Fact]
    public void Per_machine_takes_one_seat_for_all_who_use_the_machine()
    {
        SeatClaim[] expected = [new("seats", "pc-1", 5)];

        Assert.Equal(expected, Claims(new PerMachine(), FiveSeats, Requests.Machine("pc-1")));
        Assert.Equal(expected, Claims(new PerMachine(), FiveSeats, Requests.Machine("pc-1", machine: "pc-1", session: "s1")));
        Assert.Equal(expected, Claims(new PerMachine(), FiveSeats, Requests.User("alice", machine: "pc-1")));
        Assert.Equal(expected, Claims(new PerMachine(), FiveSeats, Requests.User("bob", machine: "pc-1")));
    }

    [Fact]
    public void Per_machine_needs_one_machine()
    {
        Assert.NotNull(new PerMachine().RefuseSubject(Requests.User()));
        Assert.NotNull(new PerMachine().RefuseSubject(Requests.Machine("pc-1", machine: "pc-2")));
        Assert.Null(new PerMachine().RefuseSubject(Requests.Machine("pc-1", machine: "pc-1")));
        Assert.Null(new PerMachine().RefuseSubject(Requests.Machine("pc-1")));
        Assert.Null(new PerMachine().RefuseSubject(Requests.User(machine: "pc-1")));
    }

    [Fact]
    public void Concurrent_never_shares_a_seat()
    {
        var first = Requests.User(session: "s1");
        var second = Requests.User(session: "s2");

        Assert.Equal([new("seats", first.LeaseKey, 5)], Claims(new Concurrent(), FiveSeats, first));
        Assert.Equal([new("seats", second.LeaseKey, 5)], Claims(new Concurrent(), FiveSeats, second));
        Assert.NotEqual(first.LeaseKey, second.LeaseKey);
    }

    [Fact]
    public void Concurrent_and_feature_based_serve_users_and_machines()
    {
        foreach (var type in new LicenseType[] { new Concurrent(), new FeatureBased() })
        {
            Assert.Null(type.RefuseSubject(Requests.User()));
            Assert.Null(type.RefuseSubject(Requests.Machine()));
        }
    }

    [Fact]
    public void Feature_based_counts_no_seat()
    {
        Assert.False(new FeatureBased().IsSeated);
        Assert.Empty(Claims(new FeatureBased(), new LicensePolicy { SeatsMax = 0 }, Requests.User()));
    }

    [Fact]
    public void The_other_types_are_seated() =>
        Assert.All<LicenseType>([new PerUser(), new PerMachine(), new Concurrent()], type => Assert.True(type.IsSeated));

    [Fact]
    public void The_same_question_gets_the_same_answer()
    {
        var id = Gen.String[Gen.Char.AlphaNumeric, 1, 8];
        var request = Gen.Select(Gen.Bool, id, Gen.Null(id), Gen.Null(id), Gen.Int[0, 3])
            .Select(
                (isUser, subject, machine, session, machines) =>
                    (
                        Request: isUser ? Requests.User(subject, machine, session) : Requests.Machine(subject, machine, session),
                        Policy: machines == 0 ? FiveSeats : TwoMachinesEach
                    )
            );

        request.Sample(asked =>
        {
            foreach (
                var fresh in new Func<LicenseType>[]
                {
                    () => new PerUser(),
                    () => new PerMachine(),
                    () => new Concurrent(),
                    () => new FeatureBased(),
                }
            )
            {
                var type = fresh();
                var refusal = type.RefuseSubject(asked.Request);
                Assert.Equal(refusal, fresh().RefuseSubject(asked.Request with { }));
                if (refusal is not null)
                    continue;

                var claims = Claims(type, asked.Policy, asked.Request);
                Assert.Equal(claims, Claims(type, asked.Policy, asked.Request));
                Assert.Equal(claims, Claims(fresh(), asked.Policy with { }, asked.Request with { }));
                Assert.Equal(claims.Count, claims.Select(claim => (claim.Pool, claim.Holder)).Distinct().Count());
            }
        });
    }

    private static IReadOnlyList<SeatClaim> Claims(LicenseType type, LicensePolicy policy, LeaseRequest request) =>
        Assert.IsType<Decision.Granted>(type.Decide(policy, request)).Claims;
}
