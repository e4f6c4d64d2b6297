using BigPicture.Proof.Linearizability;
using BigPicture.Proof.Linearizability.Models;
using Xunit;

namespace BigPicture.Tests.Proof.Linearizability;

public sealed class SearchTests
{
    [Fact]
    public void A_read_sees_a_write_that_overlaps_it_or_not() =>
        Assert.All(new int?[] { null, 1 }, seen => Assert.Equal(Verdict.Linearizable, Judge(Write(1, 1, 5), Read(seen, 2, 4))));

    [Fact]
    public void A_read_that_misses_a_write_that_had_returned_fits_no_order() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(Write(1, 1, 2), Read(null, 3, 4)));

    [Fact]
    public void What_touches_may_overlap() => Assert.Equal(Verdict.Linearizable, Judge(Write(1, 1, 3), Read(null, 3, 4)));

    [Fact]
    public void An_unknown_write_may_take_effect_much_later_or_never()
    {
        Assert.Equal(Verdict.Linearizable, Judge(Lost(1, 1, 2), Read(null, 3, 4), Read(1, 5, 6)));
        Assert.Equal(Verdict.Linearizable, Judge(Lost(1, 1, 2), Read(null, 3, 4), Read(null, 5, 6)));
    }

    [Fact]
    public void An_unknown_write_takes_effect_once() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(Lost(1, 1, 2), Read(1, 3, 4), Write(2, 5, 6), Read(2, 7, 8), Read(1, 9, 10)));

    [Fact]
    public void An_unknown_write_takes_no_effect_before_its_call() =>
        Assert.Equal(Verdict.NotLinearizable, Judge(Read(1, 1, 2), Lost(1, 3, 4)));

    [Fact]
    public void A_search_that_reaches_its_bound_says_that_it_does_not_know()
    {
        // Many writes at once and a read of what none of them wrote: every order must be tried.
        var calls = Enumerable.Range(0, 16).Select(value => Write(value, 1, 100)).Append(Read(99, 2, 50)).ToArray();

        var result = Search.Run(new RegisterModel(), calls, statesMax: 1_000);

        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.InRange(result.StatesVisited, 1_000, 1_100);
        Assert.Equal(Verdict.NotLinearizable, Search.Run(new RegisterModel(), calls).Verdict);
    }

    [Fact]
    public void Parts_are_judged_apart_and_the_worst_decides()
    {
        Call<KeyValueInput, string>[] good = [new(new(KeyValueAct.Put, "a", "1"), "", 1, 2), new(new(KeyValueAct.Get, "b"), "", 3, 4)];
        Call<KeyValueInput, string> bad = new(new(KeyValueAct.Get, "a"), "", 5, 6);

        Assert.Equal(Verdict.Linearizable, Partition.Run(new KeyValueModel(), good, input => input.Key).Verdict);
        Assert.Equal(Verdict.NotLinearizable, Partition.Run(new KeyValueModel(), good.Append(bad), input => input.Key).Verdict);
    }

    private static Verdict Judge(params Call<RegisterInput, RegisterOutput>[] calls) => Search.Run(new RegisterModel(), calls).Verdict;

    private static Call<RegisterInput, RegisterOutput> Write(int value, long from, long to) =>
        new(new(RegisterAct.Write, value), new(), from, to);

    private static Call<RegisterInput, RegisterOutput> Lost(int value, long from, long to) =>
        Write(value, from, to) with
        {
            IsKnown = false,
        };

    private static Call<RegisterInput, RegisterOutput> Read(int? value, long from, long to) =>
        new(new(RegisterAct.Read), new(value), from, to);
}
