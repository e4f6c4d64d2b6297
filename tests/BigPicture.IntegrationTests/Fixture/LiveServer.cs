using System.Net;
using BigPicture.Application;
using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.IntegrationTests.Cloud;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>A server whole: real sockets on a free port of loopback, a real database, its own keys and the demo's data.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    private readonly DirectoryInfo directory;

    private LiveServer(DirectoryInfo directory, Founded founded, WebApplication app)
    {
        (this.directory, Founded, App) = (directory, founded, app);
        Url = new Uri(app.Urls.Single());
        Admin = Client(founded.AdminToken);
        Application = Client(founded.ClientToken);
        Anonymous = Client(null);
    }

    public Uri Url { get; }

    public WebApplication App { get; }

    /// <summary>The data directory.</summary>
    public string Data => directory.FullName;

    /// <summary>What <c>init --demo</c> told.</summary>
    public Founded Founded { get; }

    /// <summary>Has every scope and is tied to nothing.</summary>
    public HttpClient Admin { get; }

    /// <summary>Has <c>license:read license:write</c> for the demo's tenant and products.</summary>
    public HttpClient Application { get; }

    public HttpClient Anonymous { get; }

    /// <summary>A local server, on a SQLite file of its own.</summary>
    /// <param name="settings">Over those of the environment; rate limits are wide unless they say otherwise.</param>
    /// <param name="also">Changes services last, such as the clock.</param>
    public static Task<LiveServer> Start(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? also = null) =>
        Start(Parts, settings, also);

    /// <summary>A cloud server, on a database that is still empty.</summary>
    /// <inheritdoc cref="Start(IReadOnlyDictionary{string, string?}?, Action{IServiceCollection}?)"/>
    public static Task<LiveServer> StartCloud(string databaseUrl, Action<IServiceCollection>? also = null) =>
        Start(CloudDatabase.Parts, new Dictionary<string, string?> { ["database_url"] = databaseUrl, ["stop_delay_seconds"] = "0" }, also);

    public static void Parts(IServiceCollection services, ServerPlace place) =>
        services.AddUseCases().AddSqliteStorage(place.Database).AddLeaseSigning(place.OpenKeys, place.Issuer);

    private static async Task<LiveServer> Start(
        ServerParts parts,
        IReadOnlyDictionary<string, string?>? settings,
        Action<IServiceCollection>? also
    )
    {
        var directory = Directory.CreateTempSubdirectory("bigpicture-test-");
        var cancel = TestContext.Current.CancellationToken;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(WideLimits).AddInMemoryCollection(settings).Build();
        var founded = await InitCommand.Init(directory.FullName, null, withDemo: true, parts, configuration, request: null, cancel);

        var place = DataDirectory.PlaceOf(directory.FullName, null, configuration);
        var app = ServerApp.Build(new ServerSettings(place, configuration["url"] ?? "http://127.0.0.1:0", configuration), parts, also);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await app.StartAsync(cancel);
        return new LiveServer(directory, founded, app);
    }

    /// <summary>Follows no redirect, keeps no cookie, and shows the token that is given.</summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
            }
        )
        {
            BaseAddress = Url,
        };
        if (token is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Application.Dispose();
        Anonymous.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        directory.Delete(recursive: true);
    }

    internal static readonly Dictionary<string, string?> WideLimits = new()
    {
        ["limits:other_calls_per_second"] = "1000000",
        ["limits:other_calls_burst"] = "1000000",
        ["limits:anonymous_calls_per_second"] = "1000000",
        ["limits:anonymous_calls_burst"] = "1000000",
        ["limits:lease_calls_per_second"] = "1000000",
        ["limits:lease_calls_burst"] = "1000000",
    };
}
