using System.Collections.Immutable;

namespace BigPicture.Proof.Linearizability.Models;

public enum SeatAct
{
    Take,
    Renew,
    Free,
    FreeAll,
    SetLimit,
}

/// <param name="Holder">Who sits there; leases with the same holder share the seat.</param>
/// <param name="Lease">The lease that is named; null for a take.</param>
/// <param name="EarliestMs">Before this the server's clock surely did not stand when the call took effect, Unix milliseconds.</param>
/// <param name="LatestMs">Nor after this.</param>
/// <param name="LatestEndMs">The latest end that this call can give a lease.</param>
public sealed record SeatInput(
    SeatAct Act,
    string Holder = "",
    string? Lease = null,
    long Limit = 0,
    long EarliestMs = 0,
    long LatestMs = 0,
    long LatestEndMs = 0
);

/// <param name="Ok">Done; false: refused, for lack of seats or because the lease is over.</param>
/// <param name="Lease">The lease that was answered.</param>
/// <param name="EndLeastMs">The earliest moment of the new end.</param>
/// <param name="EndMostMs">The latest.</param>
public sealed record SeatOutput(bool Ok, string? Lease = null, long IssuedMs = 0, long EndLeastMs = 0, long EndMostMs = 0);

/// <summary>A lease on a seat: surely there until <paramref name="EndLeastMs"/>, surely gone from <paramref name="EndMostMs"/> on.</summary>
/// <param name="Lease">Null for one that nobody was told of.</param>
public readonly record struct TakenSeat(string Holder, string? Lease, long EndLeastMs, long EndMostMs);

/// <summary>The seats of one pool, and its limit.</summary>
public sealed record SeatPoolState(long Limit, ImmutableArray<TakenSeat> Seats)
{
    public bool Equals(SeatPoolState? other) =>
        other is not null && Limit == other.Limit && Seats.AsSpan().SequenceEqual(other.Seats.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Limit);
        foreach (var seat in Seats)
            hash.Add(seat);
        return hash.ToHashCode();
    }

    // In one order, so that equal pools are equal.
    internal SeatPoolState With(TakenSeat seat) =>
        this with
        {
            Seats =
            [
                .. Seats
                    .Append(seat)
                    .OrderBy(s => s.Holder, StringComparer.Ordinal)
                    .ThenBy(s => s.Lease, StringComparer.Ordinal)
                    .ThenBy(s => s.EndMostMs),
            ],
        };

    internal SeatPoolState Without(TakenSeat seat) => this with { Seats = Seats.Remove(seat) };
}

/// <summary>
/// The rule of seats, told again without any of the product's code: a seat is granted while fewer are taken than the limit, refused while as
/// many are; a lease ends by its release or its time.
/// </summary>
public sealed class SeatPoolModel(SeatPoolState initial) : IModel<SeatPoolState, SeatInput, SeatOutput>
{
    public SeatPoolState Initial => initial;

    public IEnumerable<SeatPoolState> Step(SeatPoolState state, Call<SeatInput, SeatOutput> call) =>
        call.Input.Act switch
        {
            SeatAct.Take => Take(state, call),
            SeatAct.Renew => Renew(state, call),
            SeatAct.Free => [Free(state, call.Input)],
            SeatAct.FreeAll => [state with { Seats = [] }],
            SeatAct.SetLimit => [state with { Limit = call.Input.Limit }],
            _ => throw new ArgumentOutOfRangeException(nameof(call)),
        };

    private static IEnumerable<SeatPoolState> Take(SeatPoolState state, Call<SeatInput, SeatOutput> call)
    {
        var (asked, told) = (call.Input, call.Output);
        if (call is { IsKnown: true, Output.Ok: false })
            return Taken(state, seat => seat.EndMostMs > asked.EarliestMs) >= state.Limit ? [state] : [];
        if (!call.IsKnown)
        {
            // The lease that stands already may be prolonged, or a new one be made on a seat that is free or the holder's own.
            var standing = state
                .Seats.Where(seat => seat.Holder == asked.Holder)
                .Select(seat => Prolonged(state, seat, seat.EndLeastMs, asked.LatestEndMs));
            var mayTake = HasRoom(state, asked.Holder, asked.EarliestMs, asked.LatestMs);
            return mayTake ? standing.Append(state.With(new(asked.Holder, null, 0, asked.LatestEndMs))) : standing;
        }
        var known = state
            .Seats.Where(seat => seat.Lease == told.Lease)
            .Select(seat => Prolonged(state, seat, told.EndLeastMs, told.EndMostMs))
            .ToArray();
        if (known.Length > 0)
            return known;
        var lease = new TakenSeat(asked.Holder, told.Lease, told.EndLeastMs, told.EndMostMs);
        var recognized = state
            .Seats.Where(seat => seat.Lease is null && seat.Holder == asked.Holder)
            .Select(seat => state.Without(seat).With(lease));
        return HasRoom(state, asked.Holder, told.IssuedMs, told.IssuedMs) ? recognized.Append(state.With(lease)) : recognized;
    }

    private static IEnumerable<SeatPoolState> Renew(SeatPoolState state, Call<SeatInput, SeatOutput> call)
    {
        var (asked, told) = (call.Input, call.Output);
        var found = state.Seats.Where(seat => seat.Lease == asked.Lease);
        if (!call.IsKnown)
            return found.Select(seat => Prolonged(state, seat, seat.EndLeastMs, asked.LatestEndMs));
        return told.Ok
                ? found
                    .Where(seat => seat.EndMostMs > asked.EarliestMs)
                    .Select(seat => Prolonged(state, seat, told.EndLeastMs, told.EndMostMs))
            : found.Any(seat => seat.EndLeastMs > asked.LatestMs) ? []
            : [state];
    }

    private static SeatPoolState Free(SeatPoolState state, SeatInput asked) =>
        state with
        {
            Seats = state.Seats.RemoveAll(seat => seat.Lease == asked.Lease),
        };

    private static SeatPoolState Prolonged(SeatPoolState state, TakenSeat seat, long endLeastMs, long endMostMs) =>
        state
            .Without(seat)
            .With(seat with { EndLeastMs = Math.Max(seat.EndLeastMs, endLeastMs), EndMostMs = Math.Max(seat.EndMostMs, endMostMs) });

    // At any moment between the two: the holder's own seat may still have been there, others may have run out meanwhile.
    private static bool HasRoom(SeatPoolState state, string holder, long earliestMs, long latestMs) =>
        state.Seats.Any(seat => seat.Holder == holder && seat.EndMostMs > earliestMs)
        || Taken(state, seat => seat.EndLeastMs > latestMs) < state.Limit;

    private static int Taken(SeatPoolState state, Func<TakenSeat, bool> which) =>
        state.Seats.Where(which).Select(seat => seat.Holder).Distinct(StringComparer.Ordinal).Count();
}
