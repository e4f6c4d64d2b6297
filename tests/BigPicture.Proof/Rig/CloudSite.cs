using BigPicture.Testing.Databases;

namespace BigPicture.Proof.Rig;

/// <summary>Three cloud servers on one PostgreSQL, which may fail over to a standby.</summary>
internal sealed class CloudSite : Site
{
    private const string Database = "bigpicture";
    private const int ReplicasCount = 3;

    private readonly List<PostgresCluster> zombies = [];

    private CloudSite(string folder)
        : base(folder) { }

    public override string Name => "cloud";

    public PostgresCluster Primary { get; private set; } = PostgresCluster.Start(durable: true);

    public static async Task<CloudSite> Start(Programs programs, string folder, CancellationToken cancel)
    {
        var site = new CloudSite(folder);
        try
        {
            site.Primary.Create(Database);
            await site.Found(programs.Cloud, "--database-url", site.Primary.UrlOf(Database));
            for (var i = 1; i <= ReplicasCount; i++)
            {
                var back = new TcpProxy(site.Primary.Port);
                site.Add(programs, programs.Cloud, $"cloud-{i}", back, "--database-url", site.UrlThrough(back));
            }
            foreach (var replica in site.Replicas)
                await replica.Process.Ready(cancel);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address that servers know follows the primary from now on to this one. The old one may come back: nobody asks it.</summary>
    public void Follow(PostgresCluster next)
    {
        zombies.Add(Primary);
        Primary = next;
        foreach (var back in Replicas.Select(replica => replica.Back!))
        {
            back.Target = next.Port;
            back.CutAll();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var cluster in zombies.Append(Primary))
            cluster.Dispose();
    }

    private string UrlThrough(TcpProxy back) => Primary.UrlOf(Database).Replace($":{Primary.Port}/", $":{back.Port}/") + "?sslmode=disable";
}
