using System.Diagnostics;
using BigPicture.Application.Entitlements;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>The write-ahead log is moved into the database while commits go on, and starts again; it does not keep all that was ever written.</summary>
public sealed class CheckpointTests : IAsyncLifetime
{
    private const int LookOnly = -1; // SQLITE_CHECKPOINT_NOOP
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestServer server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(2 * SqliteCheckpoint.FramesMost)] // too much to keep a writer waiting
    [InlineData(SqliteCheckpoint.RestMost / 2)]
    public async Task A_log_that_is_long_starts_again(int pages)
    {
        for (var written = 0; written <= 3 * SqliteCheckpoint.FramesMost; written += pages)
        {
            await Write(pages);
            var watch = Stopwatch.StartNew();
            do await server.Do(new CreateTenant(null, "Acme"));
            while (await LogLength() >= SqliteCheckpoint.FramesMost && watch.Elapsed < Patience);
            Assert.InRange(await LogLength(), 1, SqliteCheckpoint.FramesMost - 1);
        }
    }

    /// <summary>New pages past the use cases, which would look after the log.</summary>
    private Task<int> Write(int pages) =>
        server.Read(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO tel_event (event_id, tenant_id, name, subject, at, data)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {pages})
                SELECT randomblob(16), 'acme', 'license.issued', 'x', 0, zeroblob(4000) FROM n
                """,
                Cancel
            )
        );

    private Task<int> LogLength() =>
        server.Read(async db =>
        {
            await db.Database.OpenConnectionAsync(Cancel);
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", LookOnly, out var frames, out _);
            return frames;
        });
}
