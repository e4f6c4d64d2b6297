using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ServerKeyStore(LicensingDb db) : IServerKeyStore
{
    public Task<ServerKey?> Find(string keyId, CancellationToken cancel) =>
        db.Set<ServerKey>().SingleOrDefaultAsync(key => key.Tenant == TenantId.Vendor && key.KeyId == keyId, cancel);

    public void Add(ServerKey key) => db.Add(key);
}
