using System.Data.Common;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Leasing;

/// <summary>Reads past EF Core, whose first use takes half a second: a start waits for this.</summary>
internal sealed class RecordedKeys(DbDataSource source) : IRecordedKeys
{
    private static readonly string ListSql =
        $"SELECT key_id, retired_for FROM lease_server_key WHERE tenant_id = '{TenantId.Vendor.Value}'";

    public async Task<IReadOnlyList<RecordedKey>> List(CancellationToken cancel)
    {
        await using var command = source.CreateCommand(ListSql);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var keys = new List<RecordedKey>();
        while (await row.ReadAsync(cancel))
            keys.Add(new RecordedKey(row.GetString(0), await row.IsDBNullAsync(1, cancel) ? null : row.GetString(1)));
        return keys;
    }
}
