using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Telemetry.Audit;

namespace BigPicture.Infrastructure.Storage.Sqlite.Ledger;

/// <summary>The chains over the ledger's own connection. SQLite takes the parameters by their order.</summary>
internal sealed class LedgerChainRows(LedgerStatements sql) : IChainRows
{
    public Task<AuditHead> Lock(TenantId tenant, CancellationToken cancel)
    {
        sql[DbChainRows.Open].With(tenant.Value).With(AuditHead.NoHash).Run();
        var head = new AuditHead { Tenant = tenant };
        var row = sql[DbChainRows.Read].With(tenant.Value);
        while (row.Step())
            head = new AuditHead
            {
                Tenant = tenant,
                Number = row.Long(0),
                Hash = row.Blob(1),
                LastAt = new Instant(row.Long(2)),
                PurgedNumber = row.Long(3),
                PurgedHash = row.Blob(4),
            };
        return Task.FromResult(head);
    }

    public Task Insert(AuditRow row, AuditPerson? person, CancellationToken cancel)
    {
        sql[DbChainRows.InsertRow]
            .With(row.Tenant.Value)
            .With(row.Number)
            .With(row.At.UnixSeconds)
            .With(row.Act)
            .With(row.Subject)
            .With(row.TokenId)
            .With(row.Address)
            .With(row.RequestId)
            .With(row.Before)
            .With(row.After)
            .WithOrNull(row.PersonHash)
            .With(row.Hash)
            .Run();
        if (person is not null)
            sql[DbChainRows.InsertPerson].With(person.Tenant.Value).With(person.Number).With(person.Salt).With(person.Data).Run();
        return Task.CompletedTask;
    }

    public Task Put(AuditHead head, CancellationToken cancel)
    {
        // The first parameter of the text is its last word's.
        sql[DbChainRows.Update]
            .With(head.Number)
            .With(head.Hash)
            .With(head.LastAt.UnixSeconds)
            .With(head.PurgedNumber)
            .With(head.PurgedHash)
            .With(head.SealKeyId)
            .With(head.Seal)
            .With(head.Tenant.Value)
            .Run();
        return Task.CompletedTask;
    }
}
