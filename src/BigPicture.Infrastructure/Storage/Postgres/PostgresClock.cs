using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>The database's clock, which all replicas share, as last read and carried on since.</summary>
internal sealed class PostgresClock(TimeProvider time) : ILedgerTime
{
    /// <summary>Read after the lock was taken, so it is a function that each call evaluates anew.</summary>
    public const string Function = "ledger_now()";

    private readonly Lock gate = new();
    private (Instant At, long Since)? read;

    public Instant Now
    {
        get
        {
            lock (gate)
                return read is { } last ? last.At + (long)time.GetElapsedTime(last.Since).TotalSeconds : Instant.From(time.GetUtcNow());
        }
    }

    public Instant Trusted => Now;

    public ClockReading Note(long unixSeconds)
    {
        var now = new Instant(unixSeconds);
        lock (gate)
            read = (now, time.GetTimestamp());
        return new ClockReading(now, now);
    }
}

/// <summary>The clock in the scope of a command, whose transaction holds the book's lock.</summary>
internal sealed class PostgresLedgerClock(PostgresDb db, PostgresClock clock) : ILedgerClock
{
    public async Task<ClockReading> Read(CancellationToken cancel) =>
        clock.Note((await db.Database.SqlQueryRaw<long>($"SELECT {PostgresClock.Function}").ToListAsync(cancel))[0]);
}
