using System.Globalization;
using BigPicture.Infrastructure.Leasing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BigPicture.Infrastructure.Storage.Sqlite;

internal sealed partial class SqliteDatabase(
    SqliteOptions options,
    SqliteGate gate,
    SqliteFaults faults,
    SqliteClock clock,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<SqliteDatabase> log
) : IDatabase, IDisposable
{
    /// <summary>Earlier ones can corrupt a write-ahead log that is checkpointed and written at once.</summary>
    public static readonly Version LibraryLeast = new(3, 51, 3);

    /// <summary>Bytes that must be free after the disk was full, before the server calls itself well: some grants' worth.</summary>
    private const long RoomLeast = 256 * 1024;

    // Held open, so that nothing else takes the log away with its last connection.
    private SqliteConnection? keeper;

    private string Directory => Path.GetDirectoryName(Path.GetFullPath(options.DataSource))!;

    public async Task Prepare(CancellationToken cancel)
    {
        try
        {
            await Open(cancel);
            await KeepLog(cancel);
        }
        catch (SqliteException e) when (SqliteFaults.IsDamage(e))
        {
            throw new DatabaseDamagedException($"The database {options.DataSource} is damaged: {e.Message}", e);
        }
        catch (SqliteException e) when (SqliteFaults.IsStorage(e))
        {
            throw new DatabaseUnfitException($"The database {options.DataSource} cannot be opened: {e.Message}", e);
        }
    }

    public async Task<string?> Probe(CancellationToken cancel)
    {
        if (faults.Failure is { } failure)
            return failure;
        try
        {
            if (faults.Shortage is { } shortage && !await FindRoom(cancel))
                return shortage;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<SqliteDb>();
            var pending = await db.Database.GetPendingMigrationsAsync(cancel);
            return pending.Any() ? "The schema is older than this build." : null;
        }
        catch (SqliteException e)
        {
            faults.IsUnavailable(e);
            return faults.Failure ?? faults.Shortage ?? e.Message;
        }
    }

    public void Dispose() => keeper?.Dispose();

    private async Task Open(CancellationToken cancel)
    {
        keeper = new SqliteConnection(options.ConnectionString);
        await keeper.OpenAsync(cancel);
        SqlitePragmas.Apply(keeper);
        RefuseOldLibrary(keeper);
        SqliteFreeSpace.Allow(keeper);
        RequireDurability(keeper);

        using var pass = await gate.Enter(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SqliteDb>();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        if (applied.Except(db.Database.GetMigrations()).FirstOrDefault() is { } unknown)
            throw new DatabaseUnfitException(
                $"The database was used by a newer release (migration {unknown}); run that one, or restore a backup."
            );
        await Upgrade(db, applied.Count > 0, cancel);
        clock.Start(await ClockRow.Stored(db, cancel));
    }

    private async Task Upgrade(SqliteDb db, bool isInUse, CancellationToken cancel)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        if (pending.Count == 0)
            return;

        if (isInUse)
            BackUp(keeper!);
        await db.Database.MigrateAsync(cancel);
    }

    // A small write may fit where a grant did not: room for some of those is asked for, too.
    private async Task<bool> FindRoom(CancellationToken cancel)
    {
        if (new DriveInfo(Directory).AvailableFreeSpace < RoomLeast)
            return false;
        await TryToWrite(cancel);
        faults.FoundRoom();
        return true;
    }

    /// <summary>
    /// The log's name in its directory is durable before the first promise: SQLite syncs the directory, but takes no notice of a failure.
    /// The file then stays as long as this process has the database open.
    /// </summary>
    private async Task KeepLog(CancellationToken cancel)
    {
        await TryToWrite(cancel);
        DirectorySync.Flush(Directory);
    }

    /// <summary>The smallest write that there is: does it reach the disk?</summary>
    private async Task TryToWrite(CancellationToken cancel)
    {
        using var pass = await gate.Enter(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SqliteDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // There and back: SQLite does not write a page that stays as it was.
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO lease_clock (id, mark, ahead_at) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING;
            UPDATE lease_clock SET mark = mark + 1;
            UPDATE lease_clock SET mark = mark - 1;
            """,
            cancel
        );
        await transaction.CommitAsync(cancel);
    }

    private static void RefuseOldLibrary(SqliteConnection connection)
    {
        var version = Version.Parse(connection.ServerVersion);
        if (version < LibraryLeast)
            throw new DatabaseUnfitException($"SQLite {version} can lose data; at least {LibraryLeast} is needed.");
    }

    private static void RequireDurability(SqliteConnection connection)
    {
        var journal = Scalar(connection, "PRAGMA journal_mode=WAL");
        if (journal != "wal")
            throw new DatabaseUnfitException(
                $"The database cannot use a write-ahead log (journal mode {journal}); is it on a network file system?"
            );
        var synchronous = Scalar(connection, "PRAGMA synchronous");
        if (synchronous != "2")
            throw new DatabaseUnfitException($"The database does not wait for the disk (synchronous={synchronous}).");
    }

    private void BackUp(SqliteConnection connection)
    {
        var at = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var path = $"{options.DataSource}.before-upgrade-{at}";
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        copy.Open();
        connection.BackupDatabase(copy);
        LogBackup(log, path);
    }

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    [LoggerMessage(3001, LogLevel.Information, "The schema is upgraded; the database as it was is kept at {Path}.")]
    private static partial void LogBackup(ILogger log, string path);
}
