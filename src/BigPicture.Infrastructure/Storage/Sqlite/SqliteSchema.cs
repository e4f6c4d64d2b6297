using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// Which changes of the tables were made, and which this build knows. Reads the history table itself: through EF Core it takes a third of a
/// start, since that makes a model of its own for it.
/// </summary>
internal static class SqliteSchema
{
    private static readonly string[] Known =
    [
        .. typeof(SqliteSchema)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Migration)))
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(SqliteDb))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id)
            .Order(StringComparer.Ordinal),
    ];

    public static async Task<SchemaState> Read(SqliteConnection connection, CancellationToken cancel)
    {
        var applied = await Applied(connection, cancel);
        return new SchemaState(applied.LastOrDefault(), [.. Known.Except(applied)], [.. applied.Except(Known)]);
    }

    private static async Task<List<string>> Applied(SqliteConnection connection, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{LicensingDb.HistoryTable}'";
        if (await command.ExecuteScalarAsync(cancel) is 0L)
            return [];

        command.CommandText = $"SELECT migration_id FROM {LicensingDb.HistoryTable} ORDER BY migration_id";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new List<string>();
        while (await reader.ReadAsync(cancel))
            applied.Add(reader.GetString(0));
        return applied;
    }
}
