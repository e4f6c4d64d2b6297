using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing.Trials;

namespace BigPicture.Testing.Leasing;

/// <summary>A ledger in memory: slow and obvious, the measure for those that are neither.</summary>
public sealed class MemoryLedger : ILedgerUnderTest
{
    private const long JumpSeconds = 100_000;
    private readonly MemoryLedgerStore store;
    private readonly Instant start;
    private long passed;
    private SkewKind skew;

    /// <param name="start">The time at which its clock begins.</param>
    /// <param name="step">Rows that one page fault brings; few, so that tests see many faults.</param>
    public MemoryLedger(Instant start, int step = 2)
    {
        this.start = start;
        Clock = new ClockReading(start, start);
        store = new MemoryLedgerStore(this, step);
    }

    /// <summary>The reading that the next batch gets.</summary>
    public ClockReading Clock { get; private set; }

    /// <summary>What is stored.</summary>
    public LedgerRows Rows { get; internal set; } = LedgerRows.Empty;

    /// <inheritdoc/>
    public ILedgerStore Store => store;

    /// <inheritdoc/>
    public Instant Now => Clock.Trusted;

    /// <inheritdoc/>
    public void Advance(long seconds)
    {
        passed += seconds;
        Clock = ReadClock();
    }

    /// <summary>Sets the clock wrong or right, as <see cref="ClockGuard"/> would read it.</summary>
    public void Skew(SkewKind kind)
    {
        skew = kind;
        Clock = ReadClock();
    }

    /// <inheritdoc/>
    public Task Open(OpenBook order)
    {
        var book = Book.Open(order.Tenant, order.Entitlement, order.Terms.HoldRevokedSeats, Clock.Trusted);
        Rows = Rows with { Books = Rows.Books.Add(order.Entitlement, BookRow.Of(book)) };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<Denial?> Change(ChangeBook order)
    {
        var book = Rows.Books[order.Entitlement].ToBook(order.Entitlement);
        if (order.Guard is { } guard && IsInTheWay(guard, book))
            return Task.FromResult<Denial?>(Denial.Conflict("Live leases are in the way."));

        if (order.Version > book.Version)
            book.Change(order.Version, order.Terms.HoldRevokedSeats, Clock.Trusted);
        if (order.RevokeLeases is { } reason)
            book.RevokeLeases(reason, Clock);
        Rows = Rows with { Books = Rows.Books.SetItem(order.Entitlement, BookRow.Of(book)) };
        foreach (var (name, limit) in order.Terms.SeatLimits)
            SetLimit(new PoolKey(order.Entitlement, name), limit);
        if (order.CutLeasesAt is { } at)
            Cut(order.Entitlement, at);
        return Task.FromResult<Denial?>(null);
    }

    /// <inheritdoc/>
    public Task<LedgerRows> Read() => Task.FromResult(Rows);

    /// <inheritdoc/>
    public Task Restart() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        store.Dispose();
        return ValueTask.CompletedTask;
    }

    // While the clock is ahead, the time that ends leases waits; afterwards it is where it belongs.
    private ClockReading ReadClock() =>
        skew switch
        {
            SkewKind.Ahead => new ClockReading(start + passed + JumpSeconds, Clock.Trusted),
            SkewKind.Back => new ClockReading(start + passed, start + passed, GrantsStopped: true),
            _ => new ClockReading(start + passed, start + passed),
        };

    private bool IsInTheWay(BookGuard guard, Book book)
    {
        var now = Instant.Max(Clock.Trusted, book.LastAt);
        var live = Rows.Leases.Values.Where(l => l.Entitlement == book.Entitlement && l.IsLive(now, book.RevokedBefore)).ToList();
        return guard.WhileAnyLive && live.Count > 0
            || live.Exists(lease => Rows.Claims.Any(claim => claim.Lease == lease.Id && guard.Pools.Contains(claim.Pool)));
    }

    private void SetLimit(PoolKey key, long limit)
    {
        if (!Rows.Pools.TryGetValue(key, out var row))
            return;
        var pool = row.ToPool(key);
        pool.SetLimit(limit);
        Rows = Rows with { Pools = Rows.Pools.SetItem(key, PoolRow.Of(pool)) };
    }

    private void Cut(EntitlementId entitlement, Instant at)
    {
        foreach (var lease in Rows.Leases.Values.Where(l => l.Entitlement == entitlement && l.State == LeaseState.Live && l.EndsAt > at))
        {
            var cut = lease with
            {
                ExpiresAt = Instant.Min(lease.ExpiresAt, at),
                RenewAfter = Instant.Min(lease.RenewAfter, at),
                GraceUntil = lease.ExpiresAt >= at ? null : at,
                EndsAt = at,
            };
            Rows = Rows with { Leases = Rows.Leases.SetItem(lease.Id, cut) };
        }
        foreach (var (key, seat) in Rows.Seats.Where(seat => seat.Key.Entitlement == entitlement))
        {
            var standing = Rows.Claims.Where(c => c.Pool == key.Pool && c.Holder == key.Holder).Select(c => Rows.Leases[c.Lease]);
            var ends = standing.Where(lease => lease.Entitlement == entitlement).Select(lease => lease.EndsAt);
            Rows = Rows with { Seats = Rows.Seats.SetItem(key, seat with { FreeAt = ends.Append(seat.HeldUntil).Max() }) };
        }
    }
}
