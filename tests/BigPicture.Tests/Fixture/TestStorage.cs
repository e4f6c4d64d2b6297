using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Tests.Fixture;

/// <summary>On which database a test's server keeps everything: what is true of one is true of the other.</summary>
public enum TestDatabase
{
    Sqlite,
    Postgres,
}

/// <summary>A database of a test's own, with every table and nothing in it.</summary>
internal abstract class TestStorage : IDisposable
{
    public static TestStorage On(TestDatabase database) => database == TestDatabase.Sqlite ? new SqliteFile() : new PostgresCopy();

    public abstract void AddTo(IServiceCollection services);

    /// <summary>Sets a clock that is the database's own to the test's.</summary>
    public virtual Task Set(IServiceProvider services, Instant now) => Task.CompletedTask;

    /// <summary>Gives events their place in the feed, where that is done later.</summary>
    public virtual Task Number(IServiceProvider services) => Task.CompletedTask;

    public abstract void Dispose();

    private sealed class SqliteFile : TestStorage
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-");
        private readonly SqliteOptions options;

        public SqliteFile()
        {
            options = new SqliteOptions(Path.Combine(folder.FullName, "test.db"));
            SqliteTemplate.CopyTo(Path.Combine(folder.FullName, "test.db"));
        }

        public override void AddTo(IServiceCollection services) => services.AddSqliteStorage(options);

        public override void Dispose()
        {
            SqliteConnection.ClearPool(new SqliteConnection(options.ConnectionString));
            folder.Delete(recursive: true);
        }
    }

    private sealed class PostgresCopy : TestStorage
    {
        private readonly string url = PostgresTemplate.Copy();
        private Instant? set;

        public override void AddTo(IServiceCollection services) => services.AddPostgresStorage(new PostgresOptions(url));

        public override async Task Set(IServiceProvider services, Instant now)
        {
            if (set == now)
                return;
            set = now;
            await using var command = services
                .GetRequiredService<PostgresSources>()
                .Owner.CreateCommand(
                    $"CREATE OR REPLACE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT {now.UnixSeconds}::bigint'"
                );
            await command.ExecuteNonQueryAsync();
        }

        public override Task Number(IServiceProvider services) =>
            services.GetRequiredService<EventNumbers>().Finish(CancellationToken.None);

        public override void Dispose() => PostgresTemplate.Drop(url);
    }
}
