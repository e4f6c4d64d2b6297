using BigPicture.Client;
using BigPicture.Client.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace BigPicture.Tests.Client;

public sealed class HostingTests
{
    private const string Root = "k4.public.11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    private readonly Heard heard = new();

    [Fact]
    public async Task There_is_one_client_and_the_container_ends_it()
    {
        var provider = Provider(Good);
        var client = provider.GetRequiredService<LicenseClient>();
        Assert.Same(client, provider.GetRequiredService<LicenseClient>());
        await provider.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() =>
            client.TryAcquireAsync(LicenseSubject.User("alice"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Options_that_cannot_be_used_stop_the_start_and_are_named()
    {
        await using var provider = Provider(options => options.Product = "CAD Pro");
        var thrown = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Product", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("RootKeys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notices_are_in_the_log_beside_whoever_else_hears_them()
    {
        var also = new List<string>();
        await using var provider = Provider(options =>
        {
            Good(options);
            options.Notice = notice => also.Add(notice.Message);
        });
        var options = provider.GetRequiredService<IOptions<LicenseClientOptions>>().Value;
        options.Notice!(new ClientNotice(ClientNoticeLevel.Warning, "It rains."));
        Assert.Equal(["It rains."], also);
        Assert.Equal([(LogLevel.Warning, "It rains.")], heard.Lines);
    }

    private static void Good(LicenseClientOptions options)
    {
        options.Servers = [new("https://licenses.example.com")];
        options.Token = "bp_x";
        options.Product = "cad-pro";
        options.RootKeys = [Root];
        options.StateDirectory = "";
    }

    private ServiceProvider Provider(Action<LicenseClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILogger<LicenseClient>>(heard);
        services.AddBigPictureClient(configure);
        return services.BuildServiceProvider();
    }

    private sealed class Heard : ILogger<LicenseClient>
    {
        public List<(LogLevel, string)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add((logLevel, formatter(state, exception)));
    }
}
