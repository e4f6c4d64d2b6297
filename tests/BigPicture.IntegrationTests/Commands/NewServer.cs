using System.Collections.Concurrent;
using System.Text.Json;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Commands;

/// <summary>A data directory with the demo's data, made in this process; no server runs on it.</summary>
internal sealed class NewServer : IDisposable
{
    /// <summary>Making one takes a second: each kind is made once, and copied.</summary>
    private static readonly ConcurrentDictionary<int, Lazy<Task<NewServer>>> Templates = new();

    private readonly DirectoryInfo? own;

    private NewServer(string path, DirectoryInfo? own, JsonElement founded) => (Path, this.own, Founded) = (path, own, founded);

    public string Path { get; }

    /// <summary>What <c>init --demo --json</c> told.</summary>
    public JsonElement Founded { get; }

    public string AdminToken => Founded.GetProperty("admin_token").GetString()!;

    /// <param name="seats">So many of the demo's three floating seats are taken by a server that has run on it.</param>
    /// <param name="path">A directory that does not exist, and stays; null: one of its own, which goes.</param>
    public static async Task<NewServer> Found(int seats = 0, string? path = null)
    {
        var template = await Templates.GetOrAdd(seats, count => new Lazy<Task<NewServer>>(() => Make(count))).Value;
        var own = path is null ? Directory.CreateTempSubdirectory("bigpicture-command-") : null;
        path = System.IO.Path.GetFullPath(path ?? own!.FullName);
        Copy(template.Path, path);
        return new NewServer(path, own, template.Founded);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    private static async Task<NewServer> Make(int seats)
    {
        var own = Directory.CreateTempSubdirectory("bigpicture-template-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => own.Delete(recursive: true);
        var founded = (await Told.By("init", "--demo", "--data", own.FullName, "--json")).Fine().Json;
        var made = new NewServer(own.FullName, own, founded);
        if (seats > 0)
            await made.Take(seats);
        SqliteConnection.ClearAllPools(); // An idle connection would keep the file open.
        return made;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        Close(to);
        foreach (var file in Directory.EnumerateFiles(from))
            System.IO.File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
    }

    private static void Close(string directory)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task Take(int seats)
    {
        var cancel = TestContext.Current.CancellationToken;
        var settings = DataDirectory.ReadSettings(Path);
        var place = DataDirectory.PlaceOf(Path, null, settings);
        await using var app = ServerApp.Build(new ServerSettings(place, "http://127.0.0.1:0", settings), LiveServer.Parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await app.StartAsync(cancel);
        using var admin = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        admin.DefaultRequestHeaders.Add("Authorization", $"Bearer {AdminToken}");
        for (var i = 0; i < seats; i++)
        {
            var lease = await admin.Post(
                "/v1/license/lease",
                $$"""{"tenant_id":"acme","product_id":"cad-pro","subject_type":"user","subject_id":"user-{{i}}"}"""
            );
            lease.Must(System.Net.HttpStatusCode.Created);
        }
        await app.StopAsync(cancel);
    }

    /// <summary>Changes rows behind the server's back.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File(ServerPlace.DatabaseFile)};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => own?.Delete(recursive: true);
}
