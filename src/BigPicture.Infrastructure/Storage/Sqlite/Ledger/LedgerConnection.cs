using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>The ledger's connection, straight on the library.</summary>
internal static class LedgerConnection
{
    // Whoever holds the gate is alone on it, so it needs no lock of its own around every call.
    private const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_URI | raw.SQLITE_OPEN_NOMUTEX;
    private const int BusyMilliseconds = 30_000;

    public static sqlite3 Open(SqliteOptions options)
    {
        Check(raw.sqlite3_open_v2(options.DataSource, out var database, Flags, vfs: null), database);
        try
        {
            Check(raw.sqlite3_busy_timeout(database, BusyMilliseconds), database);
            KeepPlans(database);
            Check(raw.sqlite3_exec(database, $"PRAGMA foreign_keys=ON; {SqlitePragmas.Text}"), database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // SQLite prepares a statement again when a bound value (a LIMIT, say) might want another plan; ours must keep the one that they have.
    private static void KeepPlans(sqlite3 database) =>
        Check(raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _), database);

    private static void Check(int code, sqlite3 database) => SqliteException.ThrowExceptionForRC(code, database);
}
