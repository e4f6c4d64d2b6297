using BigPicture.Application.Contracts;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Host.Edge.Health;

/// <summary>
/// How a server leaves: from the word to stop on it is not ready, and goes on serving for a while, so that whoever sends it callers hears of
/// it first. Then nothing new is accepted, and what was is answered.
/// </summary>
internal sealed class StopNotice(IHostApplicationLifetime lifetime, StopDelay delay, TimeProvider time)
    : IHostedLifecycleService,
        IReadinessCheck
{
    public string Name => "running";

    public bool IsGiven => lifetime.ApplicationStopping.IsCancellationRequested;

    public ValueTask<string?> Problem(CancellationToken cancel) => new(IsGiven ? "was told to stop" : null);

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Who stops the host from within has not said so yet.
        lifetime.StopApplication();
        return Task.Delay(delay.Time, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed record StopDelay(TimeSpan Time);
