using BigPicture.Host.Commands;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.IntegrationTests.Cloud;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Replicas;

/// <summary>One of several cloud servers on a database, in this process.</summary>
internal sealed class LiveReplica : IAsyncDisposable
{
    private LiveReplica(WebApplication app, string token)
    {
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    public WebApplication App { get; }

    /// <summary>Shows the administrator's token.</summary>
    public HttpClient Client { get; }

    /// <param name="also">Changes services last.</param>
    public static async Task<LiveReplica> Start(string database, string data, string token, Action<IServiceCollection>? also = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(LiveServer.WideLimits)
            .AddInMemoryCollection(new Dictionary<string, string?> { ["database_url"] = database, ["stop_delay_seconds"] = "0" })
            .Build();
        var place = DataDirectory.PlaceOf(data, null, settings);
        var app = ServerApp.Build(new ServerSettings(place, "http://127.0.0.1:0", settings), CloudDatabase.Parts, also);
        await app.Services.GetRequiredService<IDatabase>().Prepare(cancel);
        await app.StartAsync(cancel);
        return new LiveReplica(app, token);
    }

    /// <summary>Every counter of the ledger says what its rows say.</summary>
    public async Task Audit()
    {
        await using var scope = App.Services.CreateAsyncScope();
        Assert.Empty(
            await new LedgerAudit(scope.ServiceProvider.GetRequiredService<LicensingDb>()).Find(10, TestContext.Current.CancellationToken)
        );
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
