using System.Data.Common;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Telemetry.Audit;

/// <summary>The chains over whatever connection a transaction has.</summary>
/// <param name="locking">What a read ends with to hold the row; nothing where there is one writer.</param>
internal sealed class DbChainRows(DbConnection connection, DbTransaction? transaction, string locking) : IChainRows
{
    /// <summary>On a database with many writers.</summary>
    public const string ForUpdate = " FOR UPDATE";

    public const string Open =
        "INSERT INTO tel_audit_head (tenant_id, number, hash, last_at, purged_number, purged_hash, seal_key_id, seal) "
        + "VALUES (@p0, 0, @p1, 0, 0, @p1, '', @p1) ON CONFLICT (tenant_id) DO NOTHING";

    public const string Read = "SELECT number, hash, last_at, purged_number, purged_hash FROM tel_audit_head WHERE tenant_id = @p0";

    public const string InsertRow =
        "INSERT INTO tel_audit (tenant_id, number, at, act, subject, token_id, address, request_id, before, after, person_hash, hash) "
        + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)";

    public const string InsertPerson = "INSERT INTO tel_audit_person (tenant_id, number, salt, data) VALUES (@p0, @p1, @p2, @p3)";

    public const string Update =
        "UPDATE tel_audit_head SET number = @p1, hash = @p2, last_at = @p3, purged_number = @p4, purged_hash = @p5, seal_key_id = @p6, "
        + "seal = @p7 WHERE tenant_id = @p0";

    public async Task<AuditHead> Lock(TenantId tenant, CancellationToken cancel)
    {
        await Run(Open, cancel, tenant.Value, AuditHead.NoHash);
        await using var command = Command(Read + locking, tenant.Value);
        await using var row = await command.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel))
            throw new InvalidOperationException($"The head of {tenant} was made and is not there.");
        return new AuditHead
        {
            Tenant = tenant,
            Number = row.GetInt64(0),
            Hash = row.GetFieldValue<byte[]>(1),
            LastAt = new Instant(row.GetInt64(2)),
            PurgedNumber = row.GetInt64(3),
            PurgedHash = row.GetFieldValue<byte[]>(4),
        };
    }

    public async Task Insert(AuditRow row, AuditPerson? person, CancellationToken cancel)
    {
        await Run(
            InsertRow,
            cancel,
            row.Tenant.Value,
            row.Number,
            row.At.UnixSeconds,
            row.Act,
            row.Subject,
            row.TokenId,
            row.Address,
            row.RequestId,
            row.Before,
            row.After,
            row.PersonHash,
            row.Hash
        );
        if (person is not null)
            await Run(InsertPerson, cancel, person.Tenant.Value, person.Number, person.Salt, person.Data);
    }

    public Task Put(AuditHead head, CancellationToken cancel) =>
        Run(
            Update,
            cancel,
            head.Tenant.Value,
            head.Number,
            head.Hash,
            head.LastAt.UnixSeconds,
            head.PurgedNumber,
            head.PurgedHash,
            head.SealKeyId,
            head.Seal
        );

    private async Task Run(string sql, CancellationToken cancel, params object?[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"p{i}";
            parameter.Value = values[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
