using System.CommandLine;
using BigPicture.Application.Contracts;
using BigPicture.Infrastructure.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture serve</c>: runs a server until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>A commit on SQLite blocks its thread; the pool must not wait half a second before it adds one for those that answer.</summary>
    private const int WorkerThreadsLeast = 16;

    /// <param name="databaseUrl">For servers that share a database; null: each has its own, in its directory.</param>
    public static Command Create(ServerParts parts, Option<string?>? databaseUrl = null)
    {
        var data = CommonOptions.Data();
        var url = new Option<string?>("--url")
        {
            Description = $"The address to listen on, {ServerSettings.DefaultUrl} when nothing names another.",
            HelpName = "http://ADDRESS:PORT",
        };
        var dev = new Option<bool>("--dev") { Description = "Keep everything in memory, with demo data: for a trial, gone when it stops." };
        var command = new Command("serve", "Run the license server.") { data, url, dev };
        if (databaseUrl is not null)
        {
            command.Options.Remove(dev);
            command.Add(databaseUrl);
            command.Does((parse, cancel) => ServeShared(parse, parse.GetValue(data)!, parse.GetValue(url), databaseUrl, parts, cancel));
            return command;
        }
        command.Does(
            (parse, cancel) =>
                parse.GetValue(dev)
                    ? ServeFromMemory(parse, parse.GetValue(url), parts, cancel)
                    : ServeDirectory(parse, parse.GetValue(data)!, parse.GetValue(url), parts, cancel)
        );
        return command;
    }

    private static async Task ServeDirectory(ParseResult parse, string directory, string? url, ServerParts parts, CancellationToken cancel)
    {
        var configuration = DataDirectory.ReadSettings(directory);
        var address = ServerSettings.CheckUrl(url ?? configuration["url"] ?? ServerSettings.DefaultUrl);
        using var held = DataLock.Take(directory);
        var place = DataDirectory.PlaceOf(directory, null, configuration);
        await using var app = ServerApp.Build(new ServerSettings(place, address, configuration), parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await Run(app, address, () => parse.Out().WriteLineAsync($"Listening on {string.Join(", ", app.Urls)}"), cancel);
    }

    // The directory holds the keys, and any number of servers may read them: it is not locked.
    private static async Task ServeShared(
        ParseResult parse,
        string directory,
        string? url,
        Option<string?> databaseUrl,
        ServerParts parts,
        CancellationToken cancel
    )
    {
        var configuration = DataDirectory.ReadSettings(directory);
        var address = ServerSettings.CheckUrl(url ?? configuration["url"] ?? ServerSettings.DefaultUrl);
        var place = DataDirectory.PlaceOf(directory, null, configuration) with
        {
            SharedDatabase = DataDirectory.SharedDatabase(parse.GetValue(databaseUrl), configuration),
        };
        await using var app = ServerApp.Build(new ServerSettings(place, address, configuration), parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await Run(app, address, () => parse.Out().WriteLineAsync($"Listening on {string.Join(", ", app.Urls)}"), cancel);
    }

    private static async Task ServeFromMemory(ParseResult parse, string? url, ServerParts parts, CancellationToken cancel)
    {
        var configuration = ServerSettings.FromEnvironment();
        var address = ServerSettings.CheckUrl(url ?? ServerSettings.DefaultUrl);
        if (!new Uri(address).IsLoopback)
            throw new CommandException(
                $"{address} is not on this machine.",
                "A server that keeps nothing is for trials: use an address on 127.0.0.1."
            );

        using var folder = new ScratchFolder();
        await using var app = ServerApp.Build(new ServerSettings(DataDirectory.InMemory(address, folder), address, configuration), parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        var founded = await Founding.Found(app.Services, withDemo: true, cancel);
        await Run(app, address, () => parse.Out().WriteLineAsync(Words(founded, app.Urls.First())), cancel);
    }

    private static async Task Run(WebApplication app, string address, Func<Task> tell, CancellationToken cancel)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, WorkerThreadsLeast), ports);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException taken)
        {
            throw new CommandException($"Cannot listen on {address}: {taken.Message}", "Take another port with --url.");
        }
        await tell();
        await app.WaitForShutdownAsync(cancel);
        if (app.Services.GetRequiredService<IStorageFaults>().Failure is { } failure)
            throw new CommandException(failure, "Look at the disk, then start the server again: it recovers from its journal.");
    }

    private static string Words(Founded founded, string url) =>
        string.Join(
            Environment.NewLine,
            [
                "A server for trials: everything is in memory and gone when it stops.",
                "",
                $"  URL           {url}",
                .. FoundedText.ToLines(founded).Select(line => "  " + line),
                "",
                "Next, in another terminal:",
                "",
                $"  export BIGPICTURE_SERVER={url} BIGPICTURE_TOKEN={founded.ClientToken}",
                "  bigpicture lease acquire --product cad-pro --user alice",
                "",
                $"The API is described at {url}/docs. Ctrl+C stops the server.",
            ]
        );
}
