using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

public sealed class ActivationTests : LedgerTest
{
    [Fact]
    public async Task A_grant_takes_a_seat_and_tells_one_fact()
    {
        var result = Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1))));

        Assert.Equal(LeaseChange.Issued, result.Change);
        Assert.Equal((Start, After(3_600), After(3_600)), (result.Lease.IssuedAt, result.Lease.ExpiresAt, result.Lease.EndsAt));
        Assert.Equal(new SeatRow(Acme, 1, default, After(3_600)), SeatOf("alice"));
        Assert.Equal(["license.issued"], Facts);
    }

    [Fact]
    public async Task A_full_pool_refuses_with_limit_use_and_the_next_seat()
    {
        await Issue("alice", limit: 2, seconds: 100);
        await Issue("bob", limit: 2, seconds: 300);

        var denial = await Refused(Activate(New("carol"), Seat("carol", 2)));

        Assert.Equal(DenialCode.SeatsExhausted, denial.Code);
        Assert.Equal(Entitlement, denial.Entitlement);
        Assert.Equal(new PoolState("seats", 2, 2, After(100)), denial.Pool);
        Assert.Equal(new RuleResult(Rule.Seats, false, "seats"), denial.Trace[^1]);
        Assert.Equal(2, Taken());
    }

    [Fact]
    public async Task An_entitlement_without_a_book_is_stale()
    {
        var grant = Seat("alice", 1) with { Entitlement = EntitlementOf(9) };
        var lease = New("alice") with { Entitlement = EntitlementOf(9) };

        Assert.IsType<ActResult.Stale>(await Runner.Post(Activate(lease, grant)));
    }

    [Fact]
    public async Task Another_tenants_act_is_stale_and_hides_the_book_from_nobody()
    {
        var foreign = New("mallory") with { Tenant = new TenantId("evil") };
        var results = await Runner.Post([Activate(foreign, Seat("mallory", 2)), Activate(New("alice"), Seat("alice", 2))]);

        Assert.IsType<ActResult.Stale>(results[0]);
        Assert.IsType<ActResult.Leased>(results[1]);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task A_grant_of_another_version_is_stale(long version, bool stale)
    {
        await Change(2);

        var result = await Runner.Post(Activate(New("alice"), Seat("alice", 1) with { Version = version }));

        Assert.Equal(stale, result is ActResult.Stale);
        Assert.Equal(stale ? 0 : 1, Taken());
    }

    [Theory]
    [InlineData(0, 1, false)] // from now on
    [InlineData(1, 2, true)] // later
    [InlineData(-9, 0, true)] // until now
    [InlineData(-9, 1, false)]
    public async Task A_grant_holds_from_its_first_second_until_before_its_last(long from, long until, bool stale)
    {
        var grant = Seat("alice", 1) with { NotBefore = After(from), NotAfter = After(until) };

        Assert.Equal(stale, await Runner.Post(Activate(New("alice"), grant)) is ActResult.Stale);
    }

    [Fact]
    public async Task No_lease_outlives_its_entitlement_nor_does_its_grace()
    {
        var grant = Seat("alice", 1) with { NotAfter = After(3_700), GraceSeconds = 500 };

        var lease = await Issue(New("alice"), grant);

        Assert.Equal((After(3_600), After(3_700), After(3_700)), (lease.ExpiresAt, lease.GraceUntil, lease.EndsAt));
    }

    [Fact]
    public async Task No_lease_outlives_the_certificates_of_its_key()
    {
        var act = Activate(New("alice"), Seat("alice", 1)) with { Signing = new SigningTerms("k", After(60)) };

        var lease = Assert.IsType<ActResult.Leased>(await Runner.Post(act)).Lease;

        Assert.Equal((After(60), After(60)), (lease.ExpiresAt, lease.EndsAt));
        Assert.Null(lease.GraceUntil);
    }

    [Theory]
    [InlineData(3_599, 3_599)]
    [InlineData(3_600, 3_600)]
    [InlineData(3_601, 3_600)]
    public async Task No_lease_is_longer_than_the_certificates_of_its_key_allow(int seconds, long expected)
    {
        var act = Activate(New("alice"), Seat("alice", 1)) with { Signing = LeaseSamples.Signing with { LeaseSecondsMax = seconds } };

        var lease = Assert.IsType<ActResult.Leased>(await Runner.Post(act)).Lease;

        Assert.Equal(After(expected), lease.ExpiresAt);
    }

    [Fact]
    public async Task A_key_grants_nothing_to_tenants_and_products_that_it_is_not_certified_for()
    {
        var (tenant, product) = (New("alice").Tenant.Value, New("alice").Product.Value);
        foreach (
            var signing in new[]
            {
                LeaseSamples.Signing with
                {
                    Tenants = ["another"],
                },
                LeaseSamples.Signing with
                {
                    Tenants = [tenant],
                    Products = ["another"],
                },
            }
        )
        {
            var act = Activate(New("alice"), Seat("alice", 1)) with { Signing = signing };
            Assert.Equal(DenialCode.Forbidden, (await Refused(act)).Code);
        }
        Assert.Equal(0, Taken());
        var certified = LeaseSamples.Signing with { Tenants = ["another", tenant], Products = [product] };
        Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(New("alice"), Seat("alice", 1)) with { Signing = certified }));
    }

    [Fact]
    public async Task What_a_withdrawn_key_signed_is_signed_anew_by_another_one_at_the_next_call()
    {
        var lease = await Issue("alice");
        var again = Activate(New("alice"), Seat("alice", 1));
        Assert.Equal(LeaseChange.Kept, Assert.IsType<ActResult.Leased>(await Runner.Post(again)).Change);

        var other = new SigningTerms("k4.pid.other", Instant.MaxValue) { Withdrawn = new HashSet<string> { lease.KeyId } };
        var renewed = Assert.IsType<ActResult.Leased>(await Runner.Post(again with { Signing = other }));

        Assert.Equal((LeaseChange.Renewed, "k4.pid.other", lease.Id), (renewed.Change, renewed.Lease.KeyId, renewed.Lease.Id));
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task A_withdrawn_key_signs_nothing()
    {
        var withdrawn = LeaseSamples.Signing with { Withdrawn = new HashSet<string> { LeaseSamples.Signing.KeyId } };
        Assert.Equal(
            (DenialCode.Unavailable, 60),
            await CodeAndRetry(Activate(New("alice"), Seat("alice", 1)) with { Signing = withdrawn })
        );
        Assert.Equal(0, Taken());
    }

    [Fact]
    public async Task Ended_certificates_grant_nothing()
    {
        var act = Activate(New("alice"), Seat("alice", 1)) with { Signing = new SigningTerms("k", Start) };

        Assert.Equal((DenialCode.Unavailable, 60), await CodeAndRetry(act));
        Assert.Equal(0, Taken());
    }

    [Fact]
    public async Task A_blocked_subject_is_refused_until_the_block_ends()
    {
        var lease = await Issue("alice");
        await Runner.Post(Revoke(lease, blockSeconds: 60));

        var denial = await Refused(Activate(New("alice", "s2"), Seat("alice", 10)));
        Assert.Equal(DenialCode.SubjectBlocked, denial.Code);
        Assert.Equal(new RuleResult(Rule.Blocked, false), denial.Trace[^1]);
        Assert.DoesNotContain(denial.Trace, line => line.Rule > Rule.Blocked);

        Ledger.Advance(59);
        Assert.Equal(DenialCode.SubjectBlocked, (await Refused(Activate(New("alice", "s2"), Seat("alice", 10)))).Code);
        Ledger.Advance(1);
        await Issue(New("alice", "s2"), Seat("alice", 10));
    }

    [Fact]
    public async Task A_block_is_one_subjects_alone()
    {
        await Runner.Post(Revoke(await Issue("alice"), blockSeconds: 60));

        await Issue("bob");
        var machine = New("alice", "s2") with { SubjectKind = BigPicture.LicenseTypes.SubjectKind.Machine };
        Assert.IsType<ActResult.Leased>(await Runner.Post(Activate(machine, Seat("m", 10))));
    }

    [Fact]
    public async Task A_release_in_the_same_batch_makes_room_whatever_came_first()
    {
        var alice = await Issue("alice", limit: 1);

        var results = await Runner.Post([Activate(New("bob"), Seat("bob", 1)), Release(alice)]);

        Assert.IsType<ActResult.Leased>(results[0]);
        Assert.IsType<ActResult.Ended>(results[1]);
        Assert.Equal(1, Taken());
    }

    [Fact]
    public async Task First_come_first_served()
    {
        var acts = new[] { "alice", "bob", "carol" }.Select(user => (LeaseAct)Activate(New(user), Seat(user, 2))).ToList();

        var results = await Runner.Post(acts);

        Assert.Equal([true, true, false], results.Select(result => result is ActResult.Leased));
    }

    [Fact]
    public async Task A_lease_without_claims_takes_no_seat()
    {
        await Issue(New("alice"), LeaseSamples.Grant());

        Assert.Empty(Rows.Pools);
        Assert.Single(Rows.Leases);
    }

    [Fact]
    public async Task Trying_an_activation_writes_nothing()
    {
        Assert.IsType<ActResult.Leased>(await Runner.Try(Activate(New("alice"), Seat("alice", 1))));

        Assert.Empty(Rows.Leases);
        Assert.Empty(Runner.Facts);
    }

    [Fact]
    public async Task A_denial_note_is_told_and_touches_no_row()
    {
        var fact = new LeaseDenied(Acme, Start, Cad, Entitlement, User("alice"), DenialCode.SeatsExhausted, "seats", 1, null, false);

        Assert.IsType<ActResult.Done>(await Runner.Post(new DenialNote(Acme, Entitlement, fact)));

        Assert.Equal("license.denied", Rows.Events.Single().Name);
        Assert.Equal(Start, Rows.Books[Entitlement].LastAt);
    }

    private async Task<(DenialCode, int?)> CodeAndRetry(LeaseAct act)
    {
        var denial = await Refused(act);
        return (denial.Code, denial.RetryAfterSeconds);
    }
}
