using System.Net;
using BigPicture.Application;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Telemetry.Webhooks;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Fixture;

/// <summary>
/// The use cases as the server runs them: the real pipeline over a real database of its own, with a clock that stands until it is told
/// to go on.
/// </summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly DateTimeOffset StartTime = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private const string Issuer = "https://licenses.example.com";

    /// <summary>On this machine, and not patient.</summary>
    private static readonly WebhookOptions Receivers = new(Issuer)
    {
        AllowedNetworks = [IPNetwork.Parse("127.0.0.0/8")],
        AnswerWithin = TimeSpan.FromSeconds(2),
    };

    private readonly TestStorage storage;
    private readonly ServiceProvider provider;

    /// <param name="configure">Replaces or adds what a test wants otherwise: the last registration of a port counts.</param>
    public TestServer(Action<IServiceCollection>? configure = null, TestDatabase database = TestDatabase.Sqlite)
    {
        storage = TestStorage.On(database);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ILoggerFactory>(Errors);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddUseCases().AddLeaseSigning(known => known ?? KeyStore.CreateInMemory(Clock), Issuer);
        services.AddSingleton<ISecretSeal>(SecretSeal.InMemory());
        services.AddWebhooks(Receivers);
        storage.AddTo(services);
        configure?.Invoke(services);
        provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public FakeTimeProvider Clock { get; } = new(StartTime);

    public ErrorLog Errors { get; } = new();

    public Instant Now => Instant.From(Clock.GetUtcNow());

    public IServiceProvider Services => provider;

    /// <summary>Starts the ledger's lanes, which activations and renewals wait for.</summary>
    public async Task Start()
    {
        await SetClock();
        foreach (var service in provider.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends one request in a scope of its own, as the edge does.</summary>
    /// <param name="caller">Who asks; null: the server itself, which sees everything.</param>
    public async Task<TAnswer> Send<TAnswer>(IRequest<TAnswer> request, Action<Caller>? caller = null)
    {
        await SetClock();
        await using var scope = provider.CreateAsyncScope();
        caller?.Invoke(scope.ServiceProvider.GetRequiredService<Caller>());
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer of a request that is not refused.</summary>
    public async Task<T> Do<T>(IRequest<Outcome<T>> request, Action<Caller>? caller = null)
    {
        var outcome = await Send(request, caller);
        Assert.False(outcome.IsDenied(out var denial), denial?.Message);
        return outcome.Value;
    }

    /// <summary>The denial of a request that is refused.</summary>
    public async Task<Denial> Refused<T>(IRequest<Outcome<T>> request, Action<Caller>? caller = null)
    {
        var outcome = await Send(request, caller);
        Assert.True(outcome.IsDenied(out var denial), "was not refused");
        return denial;
    }

    /// <summary>Several requests in one scope, as a command of the command line sends them.</summary>
    public async Task InOneScope(Func<IMediator, Task> use)
    {
        await SetClock();
        await using var scope = provider.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<IMediator>());
    }

    public async Task<T> Read<T>(Func<LicensingDb, Task<T>> read)
    {
        await using var scope = provider.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<LicensingDb>());
    }

    public Task<int> Count<TRow>()
        where TRow : class => Read(db => db.Set<TRow>().CountAsync(TestContext.Current.CancellationToken));

    /// <summary>The names of all events so far, oldest first.</summary>
    public async Task<string[]> Events()
    {
        await storage.Number(provider);
        return await Read(db =>
            db.Set<EventRow>()
                .OrderBy(e => EF.Property<long>(e, "Position"))
                .Select(e => e.Name)
                .ToArrayAsync(TestContext.Current.CancellationToken)
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in provider.GetServices<IHostedService>())
            await service.StopAsync(CancellationToken.None);
        await provider.DisposeAsync();
        storage.Dispose();
    }

    private Task SetClock() => storage.Set(provider, Now);
}
