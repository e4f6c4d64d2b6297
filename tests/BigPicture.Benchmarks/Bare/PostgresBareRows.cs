using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Postgres.Ledger;
using BigPicture.LicenseTypes;
using Npgsql;

namespace BigPicture.Benchmarks.Bare;

/// <inheritdoc cref="IBareRows"/>
internal sealed class PostgresBareRows(string url) : IBareRows
{
    private const long SeatsMost = 1_000_000;

    private readonly PostgresSources sources = new(new PostgresOptions(url));
    private NpgsqlConnection? connection;
    private long taken;

    /// <summary>One round trip.</summary>
    public async Task Write(IReadOnlyList<BareAct> batch)
    {
        connection ??= await sources.Ledger.OpenConnectionAsync();
        var given = batch.Select(act => act.Lease).Where(lease => lease.State == LeaseState.Live).ToList();
        var back = batch.Select(act => act.Lease).Where(lease => lease.State != LeaseState.Live).ToList();
        taken += given.Count - back.Count;
        await using var sql = new NpgsqlBatch(connection);
        foreach (var command in Commands(batch[^1].Lease, given, back))
            sql.BatchCommands.Add(command);
        await sql.ExecuteNonQueryAsync();
    }

    public void RollBack()
    {
        connection?.Dispose();
        connection = null;
    }

    public void Dispose()
    {
        connection?.Dispose();
        sources.Dispose();
    }

    private IEnumerable<NpgsqlBatchCommand> Commands(Lease last, List<Lease> given, List<Lease> back)
    {
        yield return new NpgsqlBatchCommand("BEGIN");
        yield return new NpgsqlBatchCommand(LedgerReads.NameTenants).Value(last.Tenant.Value);
        if (back.Count > 0)
        {
            yield return new NpgsqlBatchCommand(LedgerWrites.DeleteClaims)
                .Column(back, lease => lease.Tenant.Value)
                .Column(back, lease => lease.Id.Value);
            yield return Seats(LedgerWrites.DeleteSeats, back);
        }
        Lease[] one = [last];
        yield return new NpgsqlBatchCommand(LedgerWrites.PutPools)
            .Column(one, lease => lease.Tenant.Value)
            .Column(one, lease => lease.Entitlement.Value)
            .Column(one, _ => SeatClaim.Seats)
            .Column(one, _ => SeatsMost)
            .Column(one, _ => Math.Max(0, taken))
            .Column(one, _ => SeatsMost);
        if (given.Count > 0)
            yield return Seats(LedgerWrites.PutSeats, given)
                .Column(given, _ => 1)
                .Column(given, _ => 0L)
                .Column(given, lease => lease.EndsAt.UnixSeconds);
        if (back.Count > 0)
            yield return LeaseRow.Update(back);
        if (given.Count > 0)
        {
            yield return LeaseRow.Insert(given);
            yield return new NpgsqlBatchCommand(LedgerWrites.InsertClaims)
                .Column(given, lease => lease.Tenant.Value)
                .Column(given, lease => lease.Id.Value)
                .Column(given, lease => lease.Entitlement.Value)
                .Column(given, _ => SeatClaim.Seats)
                .Column(given, lease => lease.Key.ToString());
        }
        yield return new NpgsqlBatchCommand(LedgerWrites.UpdateBooks)
            .Column(one, lease => lease.Tenant.Value)
            .Column(one, lease => lease.Entitlement.Value)
            .Column(one, lease => lease.IssuedAt.UnixSeconds)
            .Column(one, lease => lease.IssuedAt.UnixSeconds)
            .Column(one, _ => false);
        LeaseFact[] facts = [.. given.Select(lease => new LeaseIssued(lease, lease.IssuedAt)), .. back.Select(Released)];
        yield return EventRows.Insert([.. facts.Select(Event)]);
        yield return new NpgsqlBatchCommand("COMMIT");
    }

    private static NpgsqlBatchCommand Seats(string sql, List<Lease> leases) =>
        new NpgsqlBatchCommand(sql)
            .Column(leases, lease => lease.Tenant.Value)
            .Column(leases, lease => lease.Entitlement.Value)
            .Column(leases, _ => SeatClaim.Seats)
            .Column(leases, lease => lease.Key.ToString());

    private static LeaseFact Released(Lease lease) => new LeaseReleased(lease, lease.EndedAt!.Value);

    private static EventRow Event(LeaseFact fact) =>
        new(
            new Domain.Shared.EventId(TypeId.New(fact.At.ToDateTimeOffset())),
            fact.Tenant,
            fact.Name,
            fact.Subject,
            fact.At,
            IBareRows.Data(fact)
        );
}
