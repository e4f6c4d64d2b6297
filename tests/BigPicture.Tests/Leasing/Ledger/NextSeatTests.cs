using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary><c>next_seat_at</c> is the earliest moment at which the request could be granted if nobody renewed.</summary>
public sealed class NextSeatTests : LedgerTest
{
    private const string Export = "feature/export";

    [Fact]
    public async Task It_is_the_end_of_the_lease_that_ends_first()
    {
        await Issue("a", 3, seconds: 300);
        await Issue("b", 3, seconds: 100);
        await Issue("c", 3, seconds: 200);

        Assert.Equal(After(100), await NextAt(Seat("d", 3)));
        Ledger.Advance(100);
        await Issue("d", 3);
    }

    [Fact]
    public async Task A_shared_seat_counts_by_its_longest_lease()
    {
        await Issue(New("a", "s1"), Seat("a", 1) with { LeaseSeconds = 300 });
        await Issue(New("a", "s2"), Seat("a", 1) with { LeaseSeconds = 100 });

        Assert.Equal(After(300), await NextAt(Seat("d", 1)));
    }

    [Fact]
    public async Task After_a_lowered_limit_as_many_must_end_as_are_too_many()
    {
        await Issue("a", 3, seconds: 100);
        await Issue("b", 3, seconds: 200);
        await Issue("c", 3, seconds: 300);
        await Change(2, limits: ("seats", 2));

        Assert.Equal(After(200), await NextAt(Seat("d", 2) with { Version = 2 }));
    }

    [Fact]
    public async Task With_several_pools_all_must_have_room()
    {
        await Issue(New("a"), LeaseSamples.Grant(LeaseSamples.Seat("a", 1)) with { LeaseSeconds = 300 });
        await Issue(New("b"), LeaseSamples.Grant(new Claim(Export, "b", 1)) with { LeaseSeconds = 100 });

        Assert.Equal(After(300), await NextAt(LeaseSamples.Grant(LeaseSamples.Seat("d", 1), new Claim(Export, "d", 1))));
        Assert.Equal(After(100), await NextAt(LeaseSamples.Grant(new Claim(Export, "d", 1))));
    }

    [Fact]
    public async Task Seats_moved_by_the_same_batch_count_as_they_stand_now()
    {
        var first = await Issue("a", 2, seconds: 100);
        var second = await Issue("b", 2, seconds: 200);

        var results = await Runner.Post([
            Activate(New("d"), Seat("d", 2)),
            Renew(first, LeaseSamples.Grant() with { LeaseSeconds = 900 }),
            Release(second),
            Activate(New("e"), Seat("e", 2) with { LeaseSeconds = 700 }),
        ]);

        Assert.IsType<ActResult.Leased>(results[0]); // the seat that b gave back
        Assert.Equal(After(900), Refused(results[3]).Pool!.NextSeatAt);
    }

    [Fact]
    public async Task A_rush_for_a_pool_that_the_batch_fills_names_the_ends_it_gave()
    {
        var acts = Enumerable.Range(0, 5).Select(i => (LeaseAct)Activate(New($"u{i}"), Seat($"u{i}", 2) with { LeaseSeconds = 100 + i }));

        var results = await Runner.Post([.. acts]);

        Assert.All(results.Skip(2), result => Assert.Equal(After(100), Refused(result).Pool!.NextSeatAt));
    }

    // As stored, those that the batch renewed free first; enough rows must be read to see past all of them.
    [Fact]
    public async Task However_many_seats_the_batch_moved_the_next_one_is_seen_behind_them()
    {
        const int Moved = 80;
        var leases = new List<Lease>();
        for (var i = 0; i <= Moved; i++)
            leases.Add(await Issue($"u{i}", limit: Moved + 1, seconds: 100 + i));
        var acts = leases.Take(Moved).Select(lease => (LeaseAct)Renew(lease));

        var results = await Runner.Post([.. acts, Activate(New("late"), Seat("late", Moved + 1))]);

        Assert.Equal(After(100 + Moved), Refused(results[^1]).Pool!.NextSeatAt);
    }

    [Fact]
    public async Task Two_claims_on_one_pool_wait_for_two_seats()
    {
        await Issue("a", 2, seconds: 100);
        await Issue("b", 2, seconds: 200);

        Assert.Equal(After(200), await NextAt(LeaseSamples.Grant(LeaseSamples.Seat("d", 2), LeaseSamples.Seat("e", 2))));
    }

    // One of the two seats is the caller's own; when it frees, it is wanted again.
    [Fact]
    public async Task The_callers_own_seat_is_no_room_for_its_second_claim()
    {
        await Issue("d", 2, seconds: 100);
        await Issue("b", 2, seconds: 200);

        var grant = LeaseSamples.Grant(LeaseSamples.Seat("d", 2), LeaseSamples.Seat("e", 2));
        Assert.Equal(After(200), Refused(await Runner.Post(Activate(New("d", "s2"), grant))).Pool!.NextSeatAt);
    }

    // While its own seat stands, an over-full pool does not matter to a holder; but that seat frees before the feature does.
    [Fact]
    public async Task A_holder_whose_own_seat_frees_meanwhile_waits_for_the_over_full_pool_too()
    {
        await Issue("d", 3, seconds: 100);
        await Issue("b", 3, seconds: 200);
        await Issue("c", 3, seconds: 300);
        await Issue(New("x"), LeaseSamples.Grant(new Claim(Export, "x", 1)) with { LeaseSeconds = 150 });
        await Change(2, limits: ("seats", 1));

        var grant = LeaseSamples.Grant(LeaseSamples.Seat("d", 1), new Claim(Export, "d", 1)) with { Version = 2 };
        Assert.Equal(After(300), Refused(await Runner.Post(Activate(New("d", "s2"), grant))).Pool!.NextSeatAt);
    }

    [Fact]
    public async Task Where_there_will_never_be_room_no_time_is_named() =>
        Assert.Null(await NextAt(LeaseSamples.Grant(LeaseSamples.Seat("d", 1), LeaseSamples.Seat("e", 1))));

    private async Task<Instant?> NextAt(Grant grant) => (await Refused(Activate(New("late"), grant))).Pool!.NextSeatAt;
}
