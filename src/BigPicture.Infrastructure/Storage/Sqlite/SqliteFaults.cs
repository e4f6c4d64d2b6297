using BigPicture.Application.Contracts;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// What a failing disk means. After a failed write or sync the operating system may have dropped what SQLite believes is there, so
/// to go on would lose acknowledged leases in silence: the server stops, and a restart recovers from the journal. A full disk drops
/// nothing: what cannot be written is refused, until there is room again.
/// </summary>
public sealed class SqliteFaults : IStorageFaults, IDisposable
{
    private readonly CancellationTokenSource failed = new();

    public string? Failure { get; private set; }

    /// <summary>A write found no room; null once there is some again.</summary>
    public string? Shortage { get; private set; }

    public CancellationToken Failed => failed.Token;

    public void ThrowIfFailed()
    {
        if (Failure is not null)
            throw new StorageUnavailableException(Failure, null);
    }

    /// <summary>False for what a caller or our own code can cause, such as a constraint.</summary>
    public static bool IsStorage(SqliteException e) =>
        e.SqliteErrorCode
            is raw.SQLITE_IOERR
                or raw.SQLITE_FULL
                or raw.SQLITE_CORRUPT
                or raw.SQLITE_NOTADB
                or raw.SQLITE_CANTOPEN
                or raw.SQLITE_READONLY
                or raw.SQLITE_BUSY
                or raw.SQLITE_NOMEM;

    /// <summary>The file is not what was written; a backup is wanted.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    public bool IsUnavailable(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException!)
        {
            if (e is StorageUnavailableException)
                return true;
            if (e is SqliteException sqlite && IsStorage(sqlite))
            {
                Note(sqlite);
                return true;
            }
        }
        return false;
    }

    public StorageUnavailableException Unavailable(SqliteException e)
    {
        Note(e);
        return new StorageUnavailableException(e.Message, e);
    }

    /// <summary>Remembers a failure that nobody waits for.</summary>
    public void Note(SqliteException e)
    {
        if (e.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
            Fail($"The database failed: {e.Message} (code {e.SqliteExtendedErrorCode}).");
        else if (e.SqliteErrorCode == raw.SQLITE_FULL)
            Shortage = "The disk is full: nothing can be written until there is room.";
    }

    public void FoundRoom() => Shortage = null;

    public void Dispose() => failed.Dispose();

    private void Fail(string failure)
    {
        Failure ??= failure;
        failed.Cancel();
    }
}
