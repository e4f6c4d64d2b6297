using System.Globalization;
using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>
/// The database's clock, which all replicas share, as last read and carried on since. It lags behind by the way of an answer, so what it finds
/// too early is looked at again after <see cref="Refresh"/>.
/// </summary>
internal sealed class PostgresClock(PostgresSources sources, TimeProvider time) : ILedgerTime
{
    /// <summary>Whole seconds. Read after the lock was taken, so it is a function that each call evaluates anew.</summary>
    public const string Function = "ledger_now()";

    /// <summary>To be put behind the seconds: the time between two of them, which is carried on too.</summary>
    public const string WithFraction = " || ' ' || extract(epoch FROM clock_timestamp())";

    private readonly Lock gate = new();
    private (decimal At, long Since)? read;

    public Instant Now
    {
        get
        {
            lock (gate)
                return read is { } last
                    ? new Instant((long)(last.At + (decimal)time.GetElapsedTime(last.Since).TotalSeconds))
                    : Instant.From(time.GetUtcNow());
        }
    }

    public Instant Trusted => Now;

    public async Task Refresh(CancellationToken cancel)
    {
        await using var command = sources.Owner.CreateCommand($"SELECT {Function}{WithFraction}");
        Note((string)(await command.ExecuteScalarAsync(cancel))!);
    }

    /// <param name="told">Seconds <see cref="WithFraction"/>.</param>
    public ClockReading Note(string told)
    {
        var parts = told.Split(' ');
        var seconds = long.Parse(parts[0], CultureInfo.InvariantCulture);
        var exact = decimal.Parse(parts[1], CultureInfo.InvariantCulture);
        lock (gate)
            // The second may have turned between the two.
            read = ((long)exact == seconds ? exact : seconds, time.GetTimestamp());
        var now = new Instant(seconds);
        return new ClockReading(now, now);
    }
}

/// <summary>The clock in the scope of a command, whose transaction holds the book's lock.</summary>
internal sealed class PostgresLedgerClock(PostgresDb db, PostgresClock clock) : ILedgerClock
{
    private const string Sql = $"SELECT {PostgresClock.Function}{PostgresClock.WithFraction}";

    public async Task<ClockReading> Read(CancellationToken cancel) =>
        clock.Note((await db.Database.SqlQueryRaw<string>(Sql).ToListAsync(cancel))[0]);
}
