using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Tests.Fixture;

/// <summary>One PostgreSQL server for all tests of this assembly, and an empty database with every table, copied for each test.</summary>
internal static class PostgresTemplate
{
    private const string Name = "template_bigpicture";

    private static readonly Lazy<PostgresCluster> Started = new(Start);
    private static int copies;

    public static PostgresCluster Cluster => Started.Value;

    /// <summary>The URL of a new copy.</summary>
    public static string Copy()
    {
        var name = $"test_{Interlocked.Increment(ref copies)}";
        Cluster.Create(name, template: Name);
        return Cluster.UrlOf(name);
    }

    private static PostgresCluster Start()
    {
        var cluster = PostgresCluster.Start();
        cluster.Create(Name);
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddPostgresStorage(new PostgresOptions(cluster.UrlOf(Name)))
            .BuildServiceProvider();
        services.GetRequiredService<PostgresDatabase>().Migrate(CancellationToken.None).GetAwaiter().GetResult();
        return cluster;
    }
}
