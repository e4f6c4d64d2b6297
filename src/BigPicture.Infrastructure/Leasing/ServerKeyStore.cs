using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ServerKeyStore(LicensingDb db) : IServerKeyStore
{
    private IQueryable<ServerKey> Keys => db.Set<ServerKey>().Where(key => key.Tenant == TenantId.Vendor);

    public async Task<IReadOnlyList<ServerKey>> List(CancellationToken cancel) => await Keys.AsNoTracking().ToListAsync(cancel);

    public Task<ServerKey?> Find(string keyId, CancellationToken cancel) => Keys.SingleOrDefaultAsync(key => key.KeyId == keyId, cancel);

    public void Add(ServerKey key) => db.Add(key);
}
