using System.Globalization;
using BigPicture.Application.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// Cuts free pages off the database's end, a few a transaction. SQLite would do so in every commit (auto_vacuum=FULL), or for all at once
/// in a copy of the whole file (VACUUM), for which every writer waits.
/// </summary>
internal sealed class SqliteFreeSpace(SqliteDb db) : IFreeSpace
{
    /// <summary>Pages given back in one transaction: some milliseconds, for which grants wait.</summary>
    public const int PagesMax = 256;

    /// <summary>Free pages that stay, at least: 4 MiB.</summary>
    public const int PagesKeptLeast = 1_024;

    /// <summary>The part of the file that may be free: what is purged in one hour is needed in the next.</summary>
    private const int KeptShare = 8;

    private const long Incremental = 2;

    /// <summary>A database without tables will be able to give pages back; one that has some stays as it was made.</summary>
    public static void Allow(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA auto_vacuum=INCREMENTAL";
        command.ExecuteNonQuery();
    }

    public async Task<bool> GiveBack(CancellationToken cancel)
    {
        if (await Number("PRAGMA auto_vacuum", cancel) != Incremental)
            return false;
        var kept = Math.Max(PagesKeptLeast, await Number("PRAGMA page_count", cancel) / KeptShare);
        var spare = await Number("PRAGMA freelist_count", cancel) - kept;
        if (spare <= 0)
            return false;

        await using var command = Command(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({Math.Min(spare, PagesMax)})")
        );
        await using var pages = await command.ExecuteReaderAsync(cancel);
        // Each page is a row: what is not read is not given back.
        while (await pages.ReadAsync(cancel)) { }
        return spare > PagesMax;
    }

    private async Task<long> Number(string pragma, CancellationToken cancel)
    {
        await using var command = Command(pragma);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private SqliteCommand Command(string sql)
    {
        var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }
}
