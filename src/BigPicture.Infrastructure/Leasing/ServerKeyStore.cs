using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace BigPicture.Infrastructure.Leasing;

internal sealed class ServerKeyStore(LicensingDb db) : IServerKeyStore
{
    private static readonly string ListSql =
        $"SELECT key_id, retired_for FROM lease_server_key WHERE tenant_id = '{TenantId.Vendor.Value}'";

    // A start waits for this, so it is SQL: to translate a first query takes most of a second.
    public async Task<IReadOnlyList<RecordedKey>> List(CancellationToken cancel)
    {
        var command = db.GetService<IRawSqlCommandBuilder>().Build(ListSql);
        var how = new RelationalCommandParameterObject(
            db.GetService<IRelationalConnection>(),
            parameterValues: null,
            readerColumns: null,
            db,
            db.GetService<IRelationalCommandDiagnosticsLogger>()
        );
        await using var reader = await command.ExecuteReaderAsync(how, cancel);
        var keys = new List<RecordedKey>();
        while (await reader.ReadAsync(cancel))
            keys.Add(new RecordedKey(reader.DbDataReader.GetString(0), await Text(reader, 1, cancel)));
        return keys;
    }

    public Task<ServerKey?> Find(string keyId, CancellationToken cancel) =>
        db.Set<ServerKey>().SingleOrDefaultAsync(key => key.Tenant == TenantId.Vendor && key.KeyId == keyId, cancel);

    public void Add(ServerKey key) => db.Add(key);

    private static async Task<string?> Text(RelationalDataReader row, int column, CancellationToken cancel) =>
        await row.DbDataReader.IsDBNullAsync(column, cancel) ? null : row.DbDataReader.GetString(column);
}
