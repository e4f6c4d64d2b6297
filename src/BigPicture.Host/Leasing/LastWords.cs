using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Leasing;

/// <summary>How a server ends: at the first failure of its database, at once; on the word to stop, with what it still has to tell.</summary>
internal sealed partial class LastWords(
    IStorageFaults faults,
    IHostApplicationLifetime lifetime,
    IServiceScopeFactory scopes,
    ILogger<LastWords> log
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        faults.Failed.Register(() =>
        {
            Failed(log, faults.Failure);
            lifetime.StopApplication();
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TellDenials(All: true), cancellationToken);
    }

    [LoggerMessage(
        4001,
        LogLevel.Critical,
        "The server stops, so as not to acknowledge what may be lost; start it again to recover. {Failure}"
    )]
    private static partial void Failed(ILogger log, string? failure);
}
