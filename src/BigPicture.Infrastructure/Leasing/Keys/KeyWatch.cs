using BigPicture.Application.Leasing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Lets the newest key sign that every server has read, so that none is shown a token that it cannot know.</summary>
internal sealed class KeyWatch(LiveKeys keys, IKeyReaders readers, IServiceScopeFactory scopes) : ISigningKeys, IHostedService
{
    public IReadOnlyList<SeenKey> Seen => keys.Ring.Seen;

    public void Reread() => keys.Reread();

    public void Withdraw(IReadOnlySet<string> keyIds) => keys.Withdraw(keyIds);

    public async Task Choose(CancellationToken cancel) => keys.SignWith(await readers.Note(keys.Ring.KeyIds, cancel));

    /// <summary>
    /// Twice, before the first request: a key that the others took into use before they heard of this server lay in the directory before that,
    /// so the second look finds it.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Watch(cancellationToken);
        await Watch(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Watch(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WatchKeys(), cancel);
        if (outcome.IsDenied(out var denial))
            throw new InvalidOperationException($"The keys could not be recorded: {denial.Message}");
    }
}
