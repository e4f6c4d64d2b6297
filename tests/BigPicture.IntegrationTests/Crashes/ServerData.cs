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

    /// <param name="path">An empty directory, which stays; null: one of its own, which goes.</param>
    public static async Task<ServerData> Found(string? path = null)
    {
        var own = path is null ? Directory.CreateTempSubdirectory("bigpicture-crash-") : null;
        path ??= own!.FullName;
        var founded = JsonElement.Parse(await ServerProcess.Run("init", "--demo", "--data", path, "--json"));
        return new ServerData(path, founded.GetProperty("admin_token").GetString()!, own);
    }

    /// <summary>While no server runs on it: the file is sound, and every counter of the ledger says what its rows say.</summary>
    public async Task Audit()
    {
        var cancel = TestContext.Current.CancellationToken;
        var file = new SqliteOptions(System.IO.Path.Combine(Path, ServerPlace.DatabaseFile));
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
