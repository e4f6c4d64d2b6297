using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Wire;

namespace BigPicture.Benchmarks.Bare;

/// <summary>
/// What the same machine, web server, signature and database give when nothing is asked, checked or decided: the measure of what the
/// license server adds. Speaks just enough of the protocol for the same clients.
/// </summary>
internal static class BareEndpoint
{
    private static readonly WireJsonContext Json = WireJson.Requests;

    /// <summary>The endpoint as a process of its own.</summary>
    public static Command Command()
    {
        var (data, url) = (new Argument<string>("data"), new Argument<string>("url"));
        var (entitlement, batchSizeMax) = (new Argument<string>("entitlement"), new Argument<int>("batch-size-max"));
        var database = new Argument<string?>("database-url") { Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("bare", "Serves the bare endpoint.") { data, url, entitlement, batchSizeMax, database };
        command.Hidden = true;
        command.SetAction(parse =>
            Run(
                parse.GetValue(data)!,
                parse.GetValue(url)!,
                parse.GetValue(entitlement)!,
                parse.GetValue(batchSizeMax),
                parse.GetValue(database)
            )
        );
        return command;
    }

    private static async Task Run(string data, string url, string entitlement, int batchSizeMax, string? database)
    {
        ThreadPool.SetMinThreads(16, 16); // As the server: a commit blocks its thread.
        SQLitePCL.Batteries_V2.Init();
        using IBareRows rows = database is null ? new SqliteBareRows(Path.Combine(data, "bigpicture.db")) : new PostgresBareRows(database);
        using var keys = KeyStore.Open(new KeyStoreOptions { DataDirectory = data });
        var batches = new BareBatches(rows, batchSizeMax);
        TypeId.TryParse(EntitlementId.Prefix, entitlement, out var id);
        var desk = new BareDesk(batches, keys.Current, new EntitlementId(id));
        var running = batches.Run();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.Run(http =>
            http.Request.Path.Value switch
            {
                "/v1/license/lease" => Answer(http, 201, Json.ActivateRequest, desk.Activate, Json.LeaseAnswer),
                "/v1/license/lease/release" => Answer(http, 200, Json.ReleaseRequest, desk.Release, Json.ReleaseAnswer),
                _ => Task.CompletedTask,
            }
        );
        await app.StartAsync();
        await running;
    }

    private static async Task Answer<TAsk, TAnswer>(
        HttpContext http,
        int status,
        JsonTypeInfo<TAsk> ask,
        Func<TAsk, Task<TAnswer>> act,
        JsonTypeInfo<TAnswer> answer
    )
    {
        var asked = await JsonSerializer.DeserializeAsync(http.Request.BodyReader, ask);
        var body = JsonSerializer.SerializeToUtf8Bytes(await act(asked!), answer);
        http.Response.StatusCode = status;
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body);
    }
}
