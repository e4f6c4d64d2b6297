using System.Text.Json;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.Testing.Databases;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>Three processes on one PostgreSQL database and one directory of keys.</summary>
public sealed class ThreeReplicas : IAsyncLifetime
{
    public const string Collection = "Three replicas";

    /// <summary>How long a replica serves on after the word to stop, in seconds.</summary>
    private const string StopDelay = "3";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("bigpicture-replicas-");
    private readonly List<int> ports = [];
    private readonly List<ServerProcess> replicas = [];

    internal PostgresCluster Cluster { get; } = PostgresCluster.Start(durable: true);

    internal string Database => Cluster.UrlOf("bigpicture");

    /// <summary>The administrator's.</summary>
    internal string Token { get; private set; } = "";

    internal IReadOnlyList<ServerProcess> Replicas => replicas;

    public async ValueTask InitializeAsync()
    {
        Cluster.Create("bigpicture");
        var founded = await ServerProcess.RunCloud("init", "--demo", "--json", "--database-url", Database, "--data", data.FullName);
        Token = JsonElement.Parse(founded).GetProperty("admin_token").GetString()!;
        for (var i = 0; i < 3; i++)
        {
            ports.Add(LoopbackPort.Free());
            replicas.Add(await Serve(i));
        }
    }

    /// <summary>Starts a replica that has ended again, where it was.</summary>
    internal async Task Restart(int replica)
    {
        await replicas[replica].DisposeAsync();
        replicas[replica] = await Serve(replica);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        Cluster.Dispose();
        data.Delete(recursive: true);
    }

    private Task<ServerProcess> Serve(int replica) =>
        ServerProcess.ServeCloud(new Launch { Port = ports[replica] }, Database, data.FullName, Token, "--stop-delay-seconds", StopDelay);
}

[CollectionDefinition(ThreeReplicas.Collection)]
public sealed class ThreeReplicasCollection : ICollectionFixture<ThreeReplicas>;
