using BigPicture.Application.Contracts;
using Npgsql;

namespace BigPicture.Infrastructure.Storage.Postgres.Ledger;

/// <summary>Events as every transaction writes them: by SQL, because the order in which they are numbered is that of this statement.</summary>
internal static class EventRows
{
    private const string Sql =
        "INSERT INTO tel_event (event_id, tenant_id, name, subject, at, data) "
        + "SELECT event_id, tenant_id, name, subject, at, data "
        + "FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS u(event_id, tenant_id, name, subject, at, data, place) ORDER BY place";

    public static NpgsqlBatchCommand Insert(List<EventRow> events) =>
        new NpgsqlBatchCommand(Sql)
            .Column(events, row => row.Id.Value)
            .Column(events, row => row.Tenant.Value)
            .Column(events, row => row.Name)
            .Column(events, row => row.Subject)
            .Column(events, row => row.At.UnixSeconds)
            .Column(events, row => row.Data);
}
