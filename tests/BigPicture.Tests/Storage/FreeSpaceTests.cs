using BigPicture.Application.Edge;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>What was purged is given back to the file system, a little at a time.</summary>
public sealed class FreeSpaceTests : IAsyncLifetime
{
    private const int Events = 20_000; // of a kilobyte each: some 5,000 pages

    /// <summary>Among some thousand pages, those in which SQLite notes who points to whom.</summary>
    private const int MapPages = 8;

    private readonly TestServer server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Pages_that_deleted_rows_have_left_are_cut_off_step_by_step_but_for_some()
    {
        var empty = await Number("page_count");
        await Fill();
        await Execute("DELETE FROM tel_event");
        var full = await Number("page_count");
        Assert.True(full > empty + SqliteFreeSpace.PagesKeptLeast + 2 * SqliteFreeSpace.PagesMax, $"{full} pages are too few to tell");

        Assert.True(await server.Do(new GiveBackSpace()));
        Assert.InRange(await Number("page_count"), full - SqliteFreeSpace.PagesMax - MapPages, full - SqliteFreeSpace.PagesMax);

        while (await server.Do(new GiveBackSpace())) { }
        Assert.InRange(await Number("freelist_count"), 0, SqliteFreeSpace.PagesKeptLeast);
        Assert.InRange(await Number("page_count"), empty, empty + SqliteFreeSpace.PagesKeptLeast + MapPages);
        Assert.Equal("ok", await Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Nothing_is_moved_where_little_is_free()
    {
        await Fill();
        var full = await Number("page_count");

        Assert.False(await server.Do(new GiveBackSpace()));

        Assert.Equal(full, await Number("page_count"));
    }

    private Task<int> Fill() =>
        Execute(
            "INSERT INTO tel_event (event_id, tenant_id, name, subject, at, data) "
                + $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Events}) "
                + "SELECT unhex(printf('%032x', i)), 'acme', 'license.issued', 'x', 0, zeroblob(1000) FROM n"
        );

    private Task<int> Execute(string sql) => server.Read(db => db.Database.ExecuteSqlRawAsync(sql, Cancel));

    private async Task<long> Number(string pragma) => long.Parse(await Text($"PRAGMA {pragma}"));

    private Task<string> Text(string sql) =>
        server.Read(async db =>
        {
            await db.Database.OpenConnectionAsync(Cancel);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return Convert.ToString(await command.ExecuteScalarAsync(Cancel))!;
        });
}
