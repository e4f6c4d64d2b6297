using BigPicture.IntegrationTests.Replicas.Proxy;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>Two replicas: one reaches the database through a proxy that can cut its connections, the other by itself.</summary>
public sealed class ProxiedReplicas : IAsyncLifetime
{
    internal CloudSite Site { get; private set; } = null!;

    internal DatabaseProxy Proxy { get; private set; } = null!;

    internal LiveReplica Behind { get; private set; } = null!;

    internal LiveReplica Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await CloudSite.Found();
        Proxy = DatabaseProxy.Start(Site.Database.Cluster.Port);
        Behind = await LiveReplica.Start(Site.UrlAt(Proxy.Port), Site.Data, Site.AdminToken);
        Other = await LiveReplica.Start(Site.Url, Site.Data, Site.AdminToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Other.DisposeAsync();
        await Behind.DisposeAsync();
        await Proxy.DisposeAsync();
        Site.Dispose();
    }
}
