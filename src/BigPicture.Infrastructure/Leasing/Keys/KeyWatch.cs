using BigPicture.Application.Leasing;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Lets the newest key sign that every server has read, so that none is shown a token that it cannot know.</summary>
internal sealed class KeyWatch(LiveKeys keys, IKeyReaders readers) : ISigningKeys, IHostedService
{
    public async Task Watch(CancellationToken cancel)
    {
        keys.Reread();
        var read = await readers.Note(keys.Ring.KeyIds, cancel);
        keys.SignWith(keys.Ring.KeyIds.Reverse().Where(read.Contains));
    }

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
}
