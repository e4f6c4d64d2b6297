using BigPicture.Application;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BigPicture.IntegrationTests.Cloud;

/// <summary>A PostgreSQL as an operator has one, for all tests of a class.</summary>
public sealed class CloudDatabase : IDisposable
{
    private int made;

    public PostgresCluster Cluster { get; } = PostgresCluster.Start(durable: true);

    public static void Parts(IServiceCollection services, ServerPlace place) =>
        services.AddUseCases().AddPostgresStorage(place.SharedDatabase!).AddLeaseSigning(place.OpenKeys, place.Issuer);

    /// <summary>An empty database's URL.</summary>
    public string Create()
    {
        var name = $"own{Interlocked.Increment(ref made)}";
        Cluster.Create(name);
        return Cluster.UrlOf(name);
    }

    /// <summary>How the superuser connects to a database, past every wall in it.</summary>
    public string SuperuserOf(string url) =>
        $"Host=127.0.0.1;Port={Cluster.Port};Username={PostgresCluster.Superuser};Database={new Uri(url).AbsolutePath[1..]};Pooling=false";

    /// <summary>What a statement answers first, as the owner of a database.</summary>
    public static async Task<object?> Ask(string url, string sql)
    {
        var parts = new Uri(url);
        await using var source = NpgsqlDataSource.Create(
            $"Host={parts.Host};Port={parts.Port};Username={parts.UserInfo};Database={parts.AbsolutePath[1..]};Pooling=false"
        );
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Cluster.Dispose();
}
