using System.Globalization;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Leasing.Revoking;
using BigPicture.Infrastructure.Storage.Sqlite.Ledger;
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
            await RaiseEpochs(cancel);
            DirectorySync.Flush(Directory);
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
            await using var connection = new SqliteConnection(options.ConnectionString);
            await connection.OpenAsync(cancel);
            var schema = await SqliteSchema.Read(connection, cancel);
            return schema.Pending.Count > 0 ? "The schema is older than this build." : null;
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
        var schema = await SqliteSchema.Read(keeper, cancel);
        if (schema.Unknown.Count > 0)
            throw new DatabaseUnfitException(
                $"The database was used by a newer release (migration {schema.Unknown[0]}); run that one, or restore a backup."
            );
        if (schema.Pending.Count > 0)
            await Upgrade(isInUse: schema.Latest is not null, cancel);
        clock.Start(await StoredClock(keeper, cancel));
    }

    private async Task Upgrade(bool isInUse, CancellationToken cancel)
    {
        if (isInUse)
            BackUp(keeper!);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SqliteDb>().Database.MigrateAsync(cancel);
    }

    private static async Task<ClockRow> StoredClock(SqliteConnection connection, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = LedgerSql.Clock;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? ClockRow.None with
            {
                Mark = new Instant(reader.GetInt64(0)),
                AheadAt = new Instant(reader.GetInt64(1)),
            }
            : ClockRow.None;
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
    /// The first write, which makes the log: its name in its directory is durable before the first promise, since SQLite syncs the directory,
    /// but takes no notice of a failure. The file then stays as long as this process has the database open.
    /// </summary>
    private Task RaiseEpochs(CancellationToken cancel) => Write(RevokedSql.RaiseAll(clock.Now), cancel);

    /// <summary>The smallest write that there is: does it reach the disk?</summary>
    private Task TryToWrite(CancellationToken cancel) =>
        // There and back: SQLite does not write a page that stays as it was.
        Write(
            """
            INSERT INTO lease_clock (id, mark, ahead_at) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING;
            UPDATE lease_clock SET mark = mark + 1;
            UPDATE lease_clock SET mark = mark - 1;
            """,
            cancel
        );

    private async Task Write(string sql, CancellationToken cancel)
    {
        using var pass = await gate.Enter(cancel);
        await using var transaction = keeper!.BeginTransaction();
        await using var command = keeper.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
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
