using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <param name="Short">The claims that find no seat; none: the request can be granted.</param>
/// <param name="Overdraft">Granted, it takes a seat beyond its pool's limit.</param>
/// <param name="Fault">Rows are missing to say either for sure.</param>
internal readonly record struct SeatFindings(ImmutableArray<Claim> Short, bool Overdraft, PageFault? Fault);

/// <summary>Whether every claim of a request finds its seat, all of them together.</summary>
internal static class SeatSearch
{
    public static SeatFindings Find(LedgerPage page, Book book, ImmutableArray<Claim> claims)
    {
        var shortage = ImmutableArray<Claim>.Empty;
        var overdraft = false;
        var wantedHere = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var claim in claims)
        {
            var key = new PoolKey(book.Entitlement, claim.Pool);
            if (page.TrySeat(new SeatKey(key.Entitlement, claim.Pool, claim.Holder), out var seat) && seat.IsTaken)
            {
                if ((seat.FreeAt <= page.Trusted(book) || book.SweepPending) && HidesLeases(page, seat))
                    return Missing(new PageFault.SeatLeases(KeyOf(seat)));
                continue;
            }
            var wanted = wantedHere[claim.Pool] = wantedHere.GetValueOrDefault(claim.Pool) + 1;
            var use = Taken(page, key) + wanted;
#if PLANTED_BUGS
            if (PlantedBug.Is(PlantedBug.CountThenInsert))
                use = page.CountedAtFirst(key) + wanted;
#endif
            if (use <= claim.Limit)
                continue;
            if (FindFault(page, book, key) is { } fault)
                return Missing(fault);
            overdraft = true;
            if (use > claim.Ceiling)
                shortage = shortage.Add(claim);
        }
        return new(shortage, overdraft, null);
    }

    public static long Taken(LedgerPage page, PoolKey key) => page.TryPool(key, out var pool) ? pool.Taken : 0;

    /// <summary>What must be read before a claim on the pool is refused, or granted beyond the limit.</summary>
    private static PageFault? FindFault(LedgerPage page, Book book, PoolKey pool)
    {
        if (!page.KnowsDue(pool))
            return new PageFault.DueSeats(pool);
        if (!page.KnowsRevoked(book))
            return new PageFault.RevokedLeases(book.Entitlement);

        // A seat that this very batch made due, by ending its longest lease, is not among the due ones as stored.
        var over = page.Seats(pool).FirstOrDefault(s => s.IsTaken && s.FreeAt <= page.Trusted(book) && HidesLeases(page, s));
        return over is null ? null : new PageFault.SeatLeases(KeyOf(over));
    }

    // A seat counts only while a lease keeps it: where its time has come, or a revocation is not swept yet, its leases must be on the page,
    // which then ends those that are over. Else a holder in an over-full pool could come back after its end, before others.
    private static bool HidesLeases(LedgerPage page, Seat seat) => seat.Standing.Any(lease => !page.HasLease(lease));

    private static SeatFindings Missing(PageFault fault) => new([], false, fault);

    private static SeatKey KeyOf(Seat seat) => new(seat.Entitlement, seat.Pool, seat.Holder);
}
