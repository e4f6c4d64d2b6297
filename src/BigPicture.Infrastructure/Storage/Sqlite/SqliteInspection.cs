using BigPicture.Application.Contracts;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>A database file looked at from outside of the server that may be running on it. Writes nothing into it.</summary>
public sealed class SqliteInspection : IAsyncDisposable
{
    /// <inheritdoc cref="SqliteDatabase.LibraryLeast"/>
    public static readonly Version LibraryLeast = SqliteDatabase.LibraryLeast;

    private const int ProblemsMax = 20;

    private readonly SqliteConnection connection;
    private readonly SqliteDb db;

    private SqliteInspection(SqliteConnection connection)
    {
        this.connection = connection;
        db = new SqliteDb(SqliteStorage.Options(new DbContextOptionsBuilder<SqliteDb>(), connection.ConnectionString).Options);
        db.Database.SetDbConnection(connection);
    }

    /// <summary>The version of the library that reads and writes the file.</summary>
    public Version Library => Version.Parse(connection.ServerVersion);

    /// <exception cref="DatabaseDamagedException">It is no database.</exception>
    /// <exception cref="DatabaseUnfitException">It is not there, or cannot be opened by this user.</exception>
    public static async Task<SqliteInspection> Open(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
            throw new DatabaseUnfitException($"There is no database {file}.");
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite, // A log that a crash left is taken up; nothing else is written.
                Pooling = false,
            }.ToString()
        );
        try
        {
            return await Watch(
                file,
                async () =>
                {
                    await connection.OpenAsync(cancel);
                    await Rows(connection, "PRAGMA query_only=ON", cancel);
                    await Rows(connection, "SELECT count(*) FROM sqlite_master", cancel);
                    return new SqliteInspection(connection);
                }
            );
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What SQLite itself finds wrong in the file: pages, indexes, references between tables; empty when nothing is.</summary>
    public Task<IReadOnlyList<string>> Damage(CancellationToken cancel) =>
        Watch<IReadOnlyList<string>>(
            connection.DataSource,
            async () =>
            {
                var pages = await Rows(connection, $"PRAGMA integrity_check({ProblemsMax})", cancel);
                var references = await Rows(
                    connection,
                    "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to nothing in ' || parent "
                        + $"FROM pragma_foreign_key_check LIMIT {ProblemsMax}",
                    cancel
                );
                return [.. pages.Where(row => row != "ok"), .. references];
            }
        );

    /// <summary>Counters that differ from the rows that they count, and books that differ from their entitlements.</summary>
    public Task<IReadOnlyList<LedgerContradiction>> Contradictions(CancellationToken cancel) =>
        Watch<IReadOnlyList<LedgerContradiction>>(
            connection.DataSource,
            async () => [.. await new LedgerAudit(db).Find(ProblemsMax, cancel), .. await new BookAudit(db).Find(ProblemsMax, cancel)]
        );

    public Task<SchemaState> Schema(CancellationToken cancel) => Watch(connection.DataSource, () => SqliteSchema.Read(connection, cancel));

    public Task<LedgerTimes> Times(CancellationToken cancel) =>
        Watch(
            connection.DataSource,
            async () =>
            {
                var mark = await db.Set<ClockRow>().Select(row => row.Mark).SingleOrDefaultAsync(cancel);
                var books = await new BookStore(db).LatestTime(cancel);
                var position = await db.Set<EventRow>().MaxAsync(row => (long?)EF.Property<long>(row, EventMapping.Position), cancel);
                return new LedgerTimes(Instant.Max(mark, books), position ?? 0);
            }
        );

    /// <summary>Leases whose rows say that they live.</summary>
    public Task<int> LiveLeases(CancellationToken cancel) =>
        Watch(connection.DataSource, () => db.Set<Lease>().CountAsync(lease => lease.State == LeaseState.Live, cancel));

    /// <summary>The longest that a lease of any entitlement may last, grace included; 0 when there is none.</summary>
    public Task<long> LeaseSecondsMax(CancellationToken cancel) =>
        Watch(
            connection.DataSource,
            async () =>
            {
                var policies = await db.Set<Entitlement>().AsNoTracking().Select(entitlement => entitlement.Policy).ToListAsync(cancel);
                return policies.Select(policy => (long)policy.LeaseSecondsMax + policy.GraceSeconds).DefaultIfEmpty().Max();
            }
        );

    public async ValueTask DisposeAsync()
    {
        await db.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task<T> Watch<T>(string file, Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (SqliteException e) when (SqliteFaults.IsDamage(e))
        {
            throw new DatabaseDamagedException($"{file} is damaged: {e.Message}", e);
        }
        catch (SqliteException e)
        {
            throw new DatabaseUnfitException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static async Task<List<string>> Rows(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancel))
            rows.Add(reader.GetString(0));
        return rows;
    }
}

/// <param name="Latest">The last change of the tables that was made; null: none.</param>
/// <param name="Pending">Changes of this build that were not made yet.</param>
/// <param name="Unknown">Changes that a newer build made.</param>
public sealed record SchemaState(string? Latest, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown)
{
    /// <summary>The tables are those of this build.</summary>
    public bool IsCurrent => Pending.Count == 0 && Unknown.Count == 0;
}

/// <param name="Latest">The latest time that the ledger has used; zero when it has used none.</param>
/// <param name="LastEventPosition">The position of the last event.</param>
public sealed record LedgerTimes(Instant Latest, long LastEventPosition);
