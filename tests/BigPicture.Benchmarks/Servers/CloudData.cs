using BigPicture.Domain.Shared;
using BigPicture.Testing;
using BigPicture.Testing.Databases;

namespace BigPicture.Benchmarks.Servers;

/// <summary>A PostgreSQL that waits for the disk, with a cloud server's data in it; gone with the bench.</summary>
internal sealed class CloudData : ServerData
{
    private const string Main = "bigpicture";

    private readonly PostgresCluster cluster;

    private CloudData(PostgresCluster cluster)
        : base(Checkout.CloudServer, "--database-url", cluster.UrlOf(Main)) => this.cluster = cluster;

    public static CloudData Found()
    {
        var cluster = PostgresCluster.Start(durable: true);
        cluster.Create(Main);
        return new CloudData(cluster);
    }

    public Task<ServerProcess> Serve() => ServerProcess.Cloud(Directory, cluster.UrlOf(Main));

    /// <summary>The bare endpoint in front of the same data once more. While no server runs on it.</summary>
    public string CopyDatabase(string name)
    {
        cluster.Create(name, Main);
        return cluster.UrlOf(name);
    }

    /// <summary>The rows' statistics are those of what is in the tables, not of what autovacuum has seen yet.</summary>
    public void Analyze(string name = Main) => cluster.Execute("VACUUM ANALYZE", name);

    /// <summary>Copies the live lease of a pool, each on a seat of its own.</summary>
    public void CopyLease(string entitlement, int count)
    {
        TypeId.TryParse(EntitlementId.Prefix, entitlement, out var id);
        cluster.Execute(LeaseCopies.Of(id, count), Main);
    }

    public override void Dispose()
    {
        cluster.Dispose();
        base.Dispose();
    }
}
