using BigPicture.Infrastructure.Leasing.Keys;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>A copy of a database as of one moment, made while others write to it.</summary>
public static class SqliteSnapshot
{
    private const int PagesAStep = 1024;

    /// <param name="target">Must not exist; is durable when this returns, and open to this user alone.</param>
    /// <param name="progress">Told the share that is copied, from 0 to 1.</param>
    /// <exception cref="DatabaseDamagedException">The source is no sound database.</exception>
    /// <exception cref="DatabaseUnfitException">It cannot be read, or the target cannot be written.</exception>
    public static void Copy(string source, string target, IProgress<double> progress, CancellationToken cancel)
    {
        Batteries_V2.Init();
        KeyFiles.Create(target).Dispose();
        try
        {
            using (var from = Open(source))
            using (var to = Open(target))
            {
                // Held until the last page: what is written meanwhile lies in the log, and the copy never starts anew.
                Run(from, "BEGIN");
                Run(from, "SELECT count(*) FROM sqlite_master");
                Run(to, "PRAGMA journal_mode=OFF");
                Run(to, "PRAGMA synchronous=OFF");
                Copy(from, to, progress, cancel);
                Run(from, "ROLLBACK");
            }
            using var written = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }
        catch (SqliteException e) when (SqliteFaults.IsDamage(e))
        {
            throw new DatabaseDamagedException($"{source} is damaged: {e.Message}", e);
        }
        catch (SqliteException e)
        {
            throw new DatabaseUnfitException($"{source} cannot be copied: {e.Message}", e);
        }
    }

    private static void Copy(SqliteConnection from, SqliteConnection to, IProgress<double> progress, CancellationToken cancel)
    {
        using var copy = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (copy.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(to.Handle), to.Handle);
        int code;
        do
        {
            cancel.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(copy, PagesAStep);
            var pages = raw.sqlite3_backup_pagecount(copy);
            if (pages > 0)
                progress.Report(1 - (double)raw.sqlite3_backup_remaining(copy) / pages);
        } while (code == raw.SQLITE_OK);
        if (code != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(code, to.Handle);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteScalar();
    }
}
