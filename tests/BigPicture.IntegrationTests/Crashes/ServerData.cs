using System.Text.Json;
using BigPicture.Application;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>A server's data directory, and the token of its administrator.</summary>
internal sealed class ServerData : IDisposable
{
    private readonly DirectoryInfo? own;

    public ServerData(string path, string token, DirectoryInfo? own = null) => (Path, Token, this.own) = (path, token, own);

    public string Path { get; }

    public string Token { get; }

    public string Database => System.IO.Path.Combine(Path, ServerPlace.DatabaseFile);

    /// <param name="path">An empty directory, which stays; null: one of its own, which goes.</param>
    public static async Task<ServerData> Found(string? path = null)
    {
        var own = path is null ? Directory.CreateTempSubdirectory("bigpicture-crash-") : null;
        path ??= own!.FullName;
        var founded = JsonElement.Parse(await ServerProcess.Run("init", "--demo", "--data", path, "--json"));
        return new ServerData(path, founded.GetProperty("admin_token").GetString()!, own);
    }

    /// <summary>The same data once more, for a server of its own. No server may run on it meanwhile.</summary>
    public ServerData Copy()
    {
        var copy = Directory.CreateTempSubdirectory("bigpicture-crash-");
        foreach (var folder in Directory.GetDirectories(Path, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder.Replace(Path, copy.FullName, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(Path, copy.FullName, StringComparison.Ordinal));
        return new ServerData(copy.FullName, Token, copy);
    }

    /// <summary>While no server runs on it: the file is sound, and every counter of the ledger says what its rows say.</summary>
    public async Task Audit()
    {
        var cancel = TestContext.Current.CancellationToken;
        var file = new SqliteOptions(Database);
        await using var services = new ServiceCollection().AddLogging().AddUseCases().AddSqliteStorage(file).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LicensingDb>();
        var soundness = await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check").ToListAsync(cancel);
        Assert.Equal(["ok"], soundness);
        Assert.Empty(await db.Database.SqlQueryRaw<string>("SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync(cancel));
        Assert.Empty(await new LedgerAudit(db).Find(10, cancel));
        await db.Database.CloseConnectionAsync();
        SqliteConnection.ClearAllPools(); // An idle connection would keep the file open.
    }

    public void Dispose() => own?.Delete(recursive: true);
}
