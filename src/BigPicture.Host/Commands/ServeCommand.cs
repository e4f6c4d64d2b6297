using System.CommandLine;
using BigPicture.Application.Contracts;
using BigPicture.Host.Configuration;
using BigPicture.Host.Telemetry.Export;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Host.Commands;

/// <summary><c>bigpicture serve</c>: runs a server until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>A commit on SQLite blocks its thread; the pool must not wait half a second before it adds one for those that answer.</summary>
    private const int WorkerThreadsLeast = 16;

    /// <param name="isShared">Whether servers share a database; else each has its own, in its directory.</param>
    public static Command Create(ServerParts parts, bool isShared)
    {
        var data = CommonOptions.Data();
        var dev = new Option<bool>("--dev") { Description = "Keep everything in memory, with demo data: for a trial, gone when it stops." };
        var command = new Command("serve", "Run the license server.") { data };
        var flags = CommonOptions.Server(command, isShared);
        if (isShared)
        {
            command.Does((parse, cancel) => ServeShared(parse, parse.GetValue(data)!, flags.Read(parse), parts, cancel));
            return command;
        }
        command.Add(dev);
        command.Does(
            (parse, cancel) =>
                parse.GetValue(dev)
                    ? ServeFromMemory(parse, flags.Read(parse), parts, cancel)
                    : ServeDirectory(parse, parse.GetValue(data)!, flags.Read(parse), parts, cancel)
        );
        return command;
    }

    private static async Task ServeDirectory(ParseResult parse, string directory, Layer flags, ServerParts parts, CancellationToken cancel)
    {
        var settings = DataDirectory.ReadSettings(directory, flags);
        DataDirectory.RequireDatabase(directory);
        using var held = DataLock.Take(directory);
        await Serve(parse, directory, settings, parts, cancel);
    }

    // The directory holds the keys, and any number of servers may read them: it is not locked.
    private static async Task ServeShared(ParseResult parse, string directory, Layer flags, ServerParts parts, CancellationToken cancel)
    {
        var settings = DataDirectory.ReadSettings(directory, flags);
        DataDirectory.SharedDatabase(settings);
        await Serve(parse, directory, settings, parts, cancel);
    }

    private static async Task Serve(
        ParseResult parse,
        string directory,
        IConfiguration settings,
        ServerParts parts,
        CancellationToken cancel
    )
    {
        var address = ServerSettings.UrlOf(settings);
        if (IsOpenlyReadable(address, settings))
            await parse.InvocationConfiguration.Error.WriteLineAsync(
                $"warning: on {address} tokens travel readable. Set a certificate, or name the proxy in front of it in trusted_proxies."
            );
        var place = DataDirectory.PlaceOf(directory, null, settings).OpenAhead();
        await using var app = ServerApp.Build(new ServerSettings(place, address, settings), parts);
        _ = OpenTelemetryExport.Begin(app.Services);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await Run(app, address, () => parse.Out().WriteLineAsync($"Listening on {string.Join(", ", app.Urls)}"), cancel);
    }

    // Behind a proxy that ends TLS, plain HTTP is usual.
    private static bool IsOpenlyReadable(string address, IConfiguration settings) =>
        new Uri(address) is { Scheme: "http", IsLoopback: false } && settings.Of(SettingList.TrustedProxies) is null;

    private static async Task ServeFromMemory(ParseResult parse, Layer flags, ServerParts parts, CancellationToken cancel)
    {
        var configuration = ServerConfiguration.Read(flags, []);
        var address = ServerSettings.UrlOf(configuration);
        if (!new Uri(address).IsLoopback)
            throw new CommandException(
                $"{address} is not on this machine.",
                "A server that keeps nothing is for trials: use an address on 127.0.0.1."
            );

        using var folder = new ScratchFolder();
        await using var app = ServerApp.Build(new ServerSettings(DataDirectory.InMemory(address, folder), address, configuration), parts);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        var roots = app.Services.GetRequiredService<KeyRing>().Roots.Select(root => root.Paserk);
        var founded = await Founding.Found(app.Services, [.. roots], withDemo: true, cancel);
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
