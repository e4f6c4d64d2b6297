using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;
using Xunit;

namespace BigPicture.Tests.Proof.Linearizability;

public sealed class SeatPoolTests
{
    [Fact]
    public void A_seat_is_taken_once() => Assert.Equal(Verdict.NotLinearizable, Judge(1, Taken("a", "l1", 1, 2), Taken("b", "l2", 3, 4)));

    [Fact]
    public void Two_takes_at_once_of_one_seat_fit_no_order() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(1, Taken("a", "l1", 1, 4), Taken("b", "l2", 2, 5)));

    [Fact]
    public void A_seat_that_is_given_back_meanwhile_is_taken_again() =>
        Assert.Equal(Verdict.Linearizable, Judge(1, Taken("a", "l1", 1, 2), Freed("l1", 3, 6), Taken("b", "l2", 4, 5)));

    [Fact]
    public void Leases_of_one_holder_share_a_seat_until_the_last_is_given_back()
    {
        Call<SeatInput, SeatOutput>[] shared = [Taken("a", "l1", 1, 2), Taken("a", "l2", 3, 4), Freed("l1", 5, 6)];

        Assert.Equal(Verdict.NotLinearizable, Judge(1, [.. shared, Taken("b", "l3", 7, 8)]));
        Assert.Equal(Verdict.Linearizable, Judge(1, [.. shared, Freed("l2", 7, 8), Taken("b", "l3", 9, 10)]));
    }

    [Theory]
    [InlineData(61, Verdict.NotLinearizable)]
    [InlineData(62, Verdict.Linearizable)]
    public void A_seat_is_free_at_the_end_of_its_lease(int at, Verdict verdict) =>
        // Dated at 2, for 60 seconds.
        Assert.Equal(verdict, Judge(1, Taken("a", "l1", 2, 3), Taken("b", "l2", at, at + 1)));

    [Fact]
    public void A_renewal_moves_the_end() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(1, Taken("a", "l1", 2, 3), Renewed("l1", 40, 41), Taken("b", "l2", 70, 71)));

    [Fact]
    public void A_renewal_of_a_lease_that_was_given_back_fits_no_order() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(1, Taken("a", "l1", 1, 2), Freed("l1", 3, 4), Renewed("l1", 5, 6)));

    [Fact]
    public void A_lost_take_may_hold_the_seat_or_not()
    {
        Assert.Equal(Verdict.Linearizable, Judge(1, Lost("a", 1, 2), Refused(3, 4)));
        Assert.Equal(Verdict.Linearizable, Judge(1, Lost("a", 1, 2), Taken("b", "l1", 3, 4)));
        Assert.Equal(Verdict.NotLinearizable, Judge(1, Lost("a", 1, 2), Refused(90, 91)));
        Assert.Equal(Verdict.Linearizable, Judge(1, Lost("a", 1, 2), Refused(3, 4), Taken("a", "l1", 5, 6)));
    }

    [Fact]
    public void A_refusal_needs_a_full_pool()
    {
        Assert.Equal(Verdict.NotLinearizable, Judge(2, Taken("a", "l1", 1, 2), Refused(3, 4)));
        Assert.Equal(Verdict.Linearizable, Judge(2, Taken("a", "l1", 1, 2), Limited(1, 3, 6), Refused(4, 5)));
    }

    [Fact]
    public void A_lowered_limit_throws_nobody_out_and_lets_nobody_in()
    {
        Call<SeatInput, SeatOutput>[] lowered = [Taken("a", "l1", 1, 2), Taken("b", "l2", 3, 4), Limited(1, 5, 6), Renewed("l1", 7, 8)];

        Assert.Equal(Verdict.Linearizable, Judge(2, [.. lowered, Freed("l1", 9, 10), Freed("l2", 11, 12), Taken("c", "l3", 13, 14)]));
        Assert.Equal(Verdict.NotLinearizable, Judge(2, [.. lowered, Freed("l1", 9, 10), Taken("c", "l3", 11, 12)]));
    }

    [Fact]
    public void A_revocation_of_all_frees_every_seat() =>
        Assert.Equal(
            Verdict.Linearizable,
            Judge(1, Taken("a", "l1", 1, 2), new(new(SeatAct.FreeAll), new(Ok: true), 3, 4), Taken("b", "l2", 5, 6))
        );

    private static Verdict Judge(long limit, params Call<SeatInput, SeatOutput>[] calls) =>
        Search.Run(new SeatPoolModel(new SeatPoolState(limit, [])), calls).Verdict;

    private static Call<SeatInput, SeatOutput> Taken(string holder, string lease, int from, int to) =>
        new(Asked(SeatAct.Take, holder, null, from, to), Told(lease, from), from, to);

    private static Call<SeatInput, SeatOutput> Lost(string holder, int from, int to) =>
        new(Asked(SeatAct.Take, holder, null, from, to), new(Ok: false), from, to, IsKnown: false);

    private static Call<SeatInput, SeatOutput> Refused(int from, int to) =>
        new(Asked(SeatAct.Take, "", null, from, to), new(Ok: false), from, to);

    private static Call<SeatInput, SeatOutput> Renewed(string lease, int from, int to) =>
        new(Asked(SeatAct.Renew, "", lease, from, to), Told(lease, from), from, to);

    private static Call<SeatInput, SeatOutput> Freed(string lease, int from, int to) =>
        new(new(SeatAct.Free, Lease: lease), new(Ok: true), from, to);

    private static Call<SeatInput, SeatOutput> Limited(long limit, int from, int to) =>
        new(new(SeatAct.SetLimit, Limit: limit), new(Ok: true), from, to);

    private static SeatInput Asked(SeatAct act, string holder, string? lease, int from, int to) =>
        new(act, holder, lease, EarliestMs: from * 1000, LatestMs: to * 1000, LatestEndMs: (to + 60) * 1000);

    private static SeatOutput Told(string lease, int at) => new(Ok: true, lease, at * 1000, (at + 60) * 1000, (at + 60) * 1000);
}
