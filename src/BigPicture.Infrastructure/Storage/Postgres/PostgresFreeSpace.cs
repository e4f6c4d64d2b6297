using BigPicture.Application.Contracts;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>PostgreSQL's autovacuum makes the room usable again by itself; giving it back would lock the tables.</summary>
internal sealed class PostgresFreeSpace : IFreeSpace
{
    public Task<bool> GiveBack(CancellationToken cancel) => Task.FromResult(false);
}
