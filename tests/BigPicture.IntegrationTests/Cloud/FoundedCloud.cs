using BigPicture.Cli;
using BigPicture.IntegrationTests.Commands;

namespace BigPicture.IntegrationTests.Cloud;

/// <summary>A PostgreSQL with a cloud server's data in it, for all tests of a class.</summary>
public sealed class FoundedCloud : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-cloud-");

    public CloudDatabase Database { get; } = new();

    public string Url { get; private set; } = "";

    public string AdminToken { get; private set; } = "";

    /// <summary>The data directory of the server.</summary>
    public string Data => In("data");

    public string In(string name) => Path.Combine(folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        Url = Database.Create();
        var founded = (await Told.ByCloud("init", "--json", "--database-url", Url, "--data", Data)).Must(ExitCode.Ok);
        AdminToken = founded.Json.GetProperty("admin_token").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        Database.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
