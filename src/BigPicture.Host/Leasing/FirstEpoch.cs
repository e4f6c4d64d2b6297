using BigPicture.Application.Leasing.Revoking;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Host.Leasing;

/// <summary>
/// Before the first request of a server, the epochs of revocation grow past all that was told before: its database may have been put back to
/// an earlier state, by whatever means, and would else tell an epoch for the second time.
/// </summary>
internal sealed class FirstEpoch(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var raised = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RaiseEpochs(), cancellationToken);
        if (raised.IsDenied(out var denial))
            throw new InvalidOperationException(denial.Message);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
