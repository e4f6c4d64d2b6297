using BigPicture.IntegrationTests.Cloud;
using BigPicture.IntegrationTests.Commands;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>A PostgreSQL with a cloud server's data and the demo's things in it, and a directory of keys.</summary>
internal sealed class CloudSite : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-site-");

    private CloudSite()
    {
        Database = new CloudDatabase();
        Url = Database.Create();
    }

    public CloudDatabase Database { get; }

    public string Url { get; }

    /// <summary>The data directory of every replica.</summary>
    public string Data => Path.Combine(folder.FullName, "data");

    public string AdminToken { get; private set; } = "";

    public static async Task<CloudSite> Found()
    {
        var site = new CloudSite();
        var founded = await Told.ByCloud("init", "--demo", "--json", "--database-url", site.Url, "--data", site.Data);
        site.AdminToken = founded.Fine().Json.GetProperty("admin_token").GetString()!;
        return site;
    }

    /// <summary>The database's URL when asked for at another port.</summary>
    public string UrlAt(int port) => Url.Replace($":{Database.Cluster.Port}/", $":{port}/", StringComparison.Ordinal) + "?sslmode=disable";

    /// <summary>What a query counts, over all tenants.</summary>
    public async Task<long> Count(string sql) => (long)(await CloudDatabase.Ask(Url, sql))!;

    public void Dispose()
    {
        Database.Dispose();
        folder.Delete(recursive: true);
    }
}
