using BigPicture.IntegrationTests.Replicas.Proxy;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>Two replicas: one reaches the database through a proxy that can cut its connections, the other by itself.</summary>
public sealed class ProxiedReplicas : IAsyncLifetime
{
    public const string Collection = "Two replicas";

    internal CloudSite Site { get; private set; } = null!;

    internal DatabaseProxy Proxy { get; private set; } = null!;

    internal LiveReplica Behind { get; private set; } = null!;

    internal LiveReplica Other { get; private set; } = null!;

    /// <summary>Of the demo's tenant, made at the first replica.</summary>
    internal Task<string> Entitlement(int seats = 3) =>
        Things.Entitlement(Behind.Client, "acme", "cad-pro", $$"""{"type":"concurrent","max_seats":{{seats}} }""");

    internal static string Ask(string entitlement, string session) =>
        $$"""
            {"tenant_id":"acme","product_id":"cad-pro","entitlement_id":"{{entitlement}}","subject_type":"user","subject_id":"u","session_id":"{{session}}"}
            """;

    internal static string Own(Reply lease) => $$"""{"token":"{{lease["token"]}}"}""";

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

[CollectionDefinition(ProxiedReplicas.Collection)]
public sealed class ProxiedReplicasCollection : ICollectionFixture<ProxiedReplicas>;
