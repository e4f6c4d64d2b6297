using BigPicture.Client.Servers;
using BigPicture.Client.Sessions;

namespace BigPicture.Client.Revocations;

/// <summary>The feeds of a client: one a server and tenant, however many sessions listen.</summary>
internal sealed class FeedRoom(ClientParts parts) : IDisposable
{
    private readonly object gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<(ServerLink, string), Task> feeds = [];

    /// <summary>Makes sure that revocations of such leases are heard.</summary>
    public void Listen(ServerLink server, string tenant)
    {
        lock (gate)
        {
            if (stop.IsCancellationRequested || feeds.ContainsKey((server, tenant)))
                return;
            var feed = new RevocationFeed(parts, server, tenant);
            feeds[(server, tenant)] = Task.Run(() => feed.Run(stop.Token));
        }
    }

    public void Dispose() => stop.Cancel();
}
