using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database. Most of it beside the writers; what came meanwhile between two
/// transactions, so that the log is empty for once and starts again. SQLite would do so by itself inside of a commit, and tell nobody
/// when a write or sync of it fails; the promise is to stop at the first.
/// </summary>
internal sealed class SqliteCheckpoint(SqliteOptions options, SqliteFaults faults) : IDisposable
{
    /// <summary>The length of the log, in pages, from which on it is emptied: 16 MB.</summary>
    public const int FramesMost = 4_000;

    /// <summary>So much is moved between two transactions; more would keep writers waiting.</summary>
    public const int RestMost = 1_000;

    /// <summary>SQLITE_CHECKPOINT_NOOP: only tells how long the log is.</summary>
    private const int LookOnly = -1;

    private SqliteConnection? connection;
    private Task beside = Task.CompletedTask;

    /// <summary>After a commit, which stays good whatever happens here: the log still holds it. Only for whom the gate let in.</summary>
    public void IfDue()
    {
        if (!beside.IsCompleted)
            return;
        // What went wrong beside, and is no failure of the disk, is told once.
        var ended = beside;
        beside = Task.CompletedTask;
        ended.GetAwaiter().GetResult();
        if (Run(LookOnly) is not { } log || log.Frames < FramesMost || log.Moved >= log.Frames)
            return;
        if (log.Frames - log.Moved > RestMost)
            beside = Task.Run(() => Run(raw.SQLITE_CHECKPOINT_PASSIVE));
        else
            Run(raw.SQLITE_CHECKPOINT_PASSIVE);
    }

    public void Dispose()
    {
        // Bounded by the log's length, and never fails.
        beside.GetAwaiter().GetResult();
        connection?.Dispose();
    }

    private Log? Run(int mode)
    {
        try
        {
            var code = raw.sqlite3_wal_checkpoint_v2(Open(), "main", mode, out var frames, out var moved);
            if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
                SqliteException.ThrowExceptionForRC(code, Open());
            return new(frames, moved);
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            faults.Note(e);
            return null;
        }
    }

    private sqlite3 Open()
    {
        if (connection is null)
        {
            connection = new SqliteConnection(options.ConnectionString);
            connection.Open();
            SqlitePragmas.Apply(connection);
        }
        return connection.Handle!;
    }

    private readonly record struct Log(int Frames, int Moved);
}
