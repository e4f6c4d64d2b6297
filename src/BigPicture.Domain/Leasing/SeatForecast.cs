using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>When a refused request could be granted, if nobody renewed and nobody else came.</summary>
internal static class SeatForecast
{
    /// <summary>Beyond this many seats it is not worth reading on to tell a refused caller when one frees.</summary>
    private const int SoonestSeatsMax = 10_000;

    // Read some more than asked: in a rush for a full pool, one read serves the whole batch although its acts move seats.
    private const int SoonestSpare = 64;

    /// <summary>Null when that is never, or too far off to be told.</summary>
    public static (Instant? At, PageFault? Fault) NextSeatAt(
        LedgerPage page,
        Book book,
        ImmutableArray<Claim> claims,
        ImmutableArray<Claim> shortage
    )
    {
        var pools = claims.GroupBy(claim => claim.Pool, StringComparer.Ordinal).Select(pool => pool.ToList()).ToList();
        var late = pools.Where(pool => pool.Exists(shortage.Contains)).ToList();
        // In an over-full pool a holder stands well as long as its own seat does; if that frees first, it waits like anybody else.
        var risky = pools.Except(late).Where(pool => IsOverFull(page, book, pool)).ToList();

        Instant latest = default;
        while (true)
        {
            foreach (var pool in late)
            {
                var (at, fault) = RoomAt(page, book, pool);
                if (at is null)
                    return (null, fault);
                latest = Instant.Max(latest, at.Value);
            }
            late = risky.FindAll(pool => OwnSeats(page, book, pool).Any(seat => seat.FreeAt <= latest));
            if (late.Count == 0)
                return (latest, null);
            risky = [.. risky.Except(late)];
        }
    }

    /// <summary>When so many other seats of the pool are free that all of the request's claims on it fit.</summary>
    private static (Instant? At, PageFault? Fault) RoomAt(LedgerPage page, Book book, List<Claim> claims)
    {
        var key = new PoolKey(book.Entitlement, claims[0].Pool);
        var room = claims[0].Ceiling - claims.Count;
        var others = SeatSearch.Taken(page, key) - OwnSeats(page, book, claims).Count();
        var wanted = others - room;
        if (wanted <= 0)
            return (default(Instant), null);
        if (room < 0 || wanted > SoonestSeatsMax)
            return (null, null);

        // Seats on the page are newer than the stored rows of the same holders, which they replace; read enough of the others.
        var onPage = page.Seats(key).ToDictionary(seat => seat.Holder, StringComparer.Ordinal);
        var needed = (int)wanted + onPage.Count;
        if (!page.TrySoonest(key, needed, out var stored))
            return (null, new PageFault.SoonestSeats(key, needed + SoonestSpare));
        var own = claims.Select(claim => claim.Holder).ToHashSet(StringComparer.Ordinal);
        var frees = stored
            .Rows.Where(row => !onPage.ContainsKey(row.Holder))
            .Select(row => row.FreeAt)
            .Concat(onPage.Values.Where(seat => seat.IsTaken && !own.Contains(seat.Holder)).Select(seat => seat.FreeAt));
        return (frees.Order().ElementAt((int)wanted - 1), null);
    }

    private static bool IsOverFull(LedgerPage page, Book book, List<Claim> claims) =>
        SeatSearch.Taken(page, new PoolKey(book.Entitlement, claims[0].Pool)) > claims[0].Ceiling;

    private static IEnumerable<Seat> OwnSeats(LedgerPage page, Book book, List<Claim> claims)
    {
        foreach (var claim in claims)
            if (page.TrySeat(new SeatKey(book.Entitlement, claim.Pool, claim.Holder), out var seat) && seat.IsTaken)
                yield return seat;
    }
}
