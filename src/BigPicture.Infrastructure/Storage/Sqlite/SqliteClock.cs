using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Sqlite.Ledger;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// The ledger's clock on a machine of its own: the system clock behind the stored mark. Read under the ledger's lock only, by one
/// writer at a time.
/// </summary>
public sealed class SqliteClock(TimeProvider time)
{
    private const string ReadMark = "SELECT mark FROM lease_clock WHERE id = 1";

    private readonly long startedAt = time.GetTimestamp();
    private ClockGuard? guard;

    public Instant Mark => guard?.Mark ?? default;

    public ClockState State => guard?.State ?? ClockState.Steady;

    /// <summary>A jump that no event tells yet.</summary>
    public ClockStepped? UntoldStep { get; private set; }

    public void StepTold() => UntoldStep = null;

    /// <summary>Without a lock: while the clock is ahead nothing new falls due.</summary>
    public Instant Due => State == ClockState.Ahead ? Mark : Instant.From(time.GetUtcNow());

    public bool IsStarted => guard is not null;

    public void Start(Instant storedMark) => guard ??= new ClockGuard(storedMark);

    internal ClockReading Read(LedgerStatements sql)
    {
        if (!IsStarted)
            Start(StoredMark(sql));
        return Read();
    }

    internal ClockReading Read()
    {
        var guard = this.guard ?? throw new InvalidOperationException("The clock was not told the stored mark.");
        var before = guard.State;
        var reading = guard.Read(Instant.From(time.GetUtcNow()), (long)time.GetElapsedTime(startedAt).TotalSeconds);
        if (guard.State != before)
            UntoldStep = new ClockStepped(guard.State, guard.DriftSeconds, reading.Now);
        return reading;
    }

    /// <summary>Believes the system clock from here on; the caller stores the mark and tells the event.</summary>
    internal Instant Accept()
    {
        if (guard is null)
            Start(default);
        guard!.Accept();
        var now = Read().Now;
        StepTold();
        return now;
    }

    private static Instant StoredMark(LedgerStatements sql)
    {
        Instant mark = default;
        var row = sql[ReadMark];
        while (row.Step())
            mark = new Instant(row.Long(0));
        return mark;
    }
}
