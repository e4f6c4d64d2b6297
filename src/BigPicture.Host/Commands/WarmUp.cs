using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BigPicture.Host.Commands;

/// <summary>
/// Asks the database what every request for a lease asks it, while the server starts: what is made and compiled for that once, half a
/// second of work, is not left to the first caller. Nothing is found, and nothing is written.
/// </summary>
internal sealed partial class WarmUp(IServiceScopeFactory scopes, IStorageFaults storage, ILogger<WarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            await mediator.Send(new AuthenticateCaller(ApiTokenSecret.New()), stoppingToken);
            await mediator.Send(new FindEntitlements(TenantId.Vendor, new ProductId("none"), Fresh: true), stoppingToken);
        }
        catch (Exception e) when (e is OperationCanceledException || storage.IsUnavailable(e))
        {
            NotReached(log, e.Message);
        }
    }

    [LoggerMessage(4002, LogLevel.Debug, "The first caller will wait a moment longer: {Reason}")]
    private static partial void NotReached(ILogger log, string reason);
}
