using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database, between two transactions. SQLite would do so by itself inside
/// of a commit, and tell nobody when a write or sync of it fails; the promise is to stop at the first.
/// </summary>
internal sealed class SqliteCheckpoint(SqliteOptions options, SqliteFaults faults) : IDisposable
{
    /// <summary>The length of the log, in pages, from which on it is emptied: SQLite's own default.</summary>
    public const int FramesMost = 1_000;

    /// <summary>SQLITE_CHECKPOINT_NOOP: only tells how long the log is.</summary>
    private const int LookOnly = -1;

    private SqliteConnection? connection;

    /// <summary>After a commit, which stays good whatever happens here: the log still holds it. Only for whom the gate let in.</summary>
    public void IfDue()
    {
        try
        {
            var database = Open();
            Run(database, LookOnly, out var frames, out var moved);
            if (frames >= FramesMost && moved < frames)
                Run(database, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            faults.Note(e);
        }
    }

    public void Dispose() => connection?.Dispose();

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

    private static void Run(sqlite3 database, int mode, out int frames, out int moved)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(database, "main", mode, out frames, out moved);
        if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
