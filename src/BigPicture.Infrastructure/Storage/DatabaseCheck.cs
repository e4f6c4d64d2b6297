using BigPicture.Application.Contracts;

namespace BigPicture.Infrastructure.Storage;

internal sealed class DatabaseCheck(IDatabase database) : IReadinessCheck
{
    public string Name => "database";

    public async ValueTask<string?> Problem(CancellationToken cancel) => await database.Probe(cancel);
}
