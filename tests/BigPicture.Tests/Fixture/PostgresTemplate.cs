using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(BigPicture.Tests.Fixture.PostgresTemplate))]

namespace BigPicture.Tests.Fixture;

/// <summary>
/// One PostgreSQL server for all tests of this assembly, and an empty database with every table, copied for each test. Started by the first
/// that needs it, and ended by the runner: left to the end of the process, clearing its folder takes longer than the runner waits.
/// </summary>
internal sealed class PostgresTemplate : IDisposable
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

    public void Dispose()
    {
        if (Started.IsValueCreated)
            Started.Value.Dispose();
    }

    public static void Drop(string url) => Cluster.Execute($"DROP DATABASE {new Uri(url).AbsolutePath[1..]} WITH (FORCE)");

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
