using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Infrastructure.Storage.Postgres.Ledger;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Tests.Leasing.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace BigPicture.Tests.Storage;

/// <summary>
/// The ledger finds each row by its whole key from the first day on, when PostgreSQL has no statistics yet: an index that only fits the
/// pool would read all of its seats for every one.
/// </summary>
public sealed class PostgresPlanTests : IAsyncLifetime
{
    private PostgresLedger? opened;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => opened = await PostgresLedger.Create();

    public ValueTask DisposeAsync() => opened!.DisposeAsync();

    public static TheoryData<string, string, string, string> Statements =>
        new()
        {
            { "leases by id", LedgerReads.LeasesById, "text[], uuid[]", "pk_lease_lease pk_lease_claim pk_lease_seat pk_lease_pool" },
            {
                "leases by key",
                LedgerReads.LeasesByKey,
                "text[], uuid[]",
                "ix_lease_lease_live_key pk_lease_claim pk_lease_seat pk_lease_pool"
            },
            { "seats", LedgerReads.Seats, "text[], uuid[], text[], text[]", "pk_lease_seat pk_lease_pool" },
            { "seats to free", LedgerWrites.DeleteSeats, "text[], uuid[], text[], text[]", "pk_lease_seat" },
            {
                "due seats",
                LedgerReads.DueSeats,
                "text, uuid, text, bigint, bigint, text, int",
                "ix_lease_seat_tenant_id_entitlement_id_pool_free_at"
            },
            { "soonest seats", LedgerReads.SoonestSeats, "text, uuid, text, int", "ix_lease_seat_tenant_id_entitlement_id_pool_free_at" },
            { "claims to drop", LedgerWrites.DeleteClaims, "text[], uuid[]", "pk_lease_claim" },
        };

    /// <summary>The index holds numbered events only: who reads the feed must ask for those, or it is of no use.</summary>
    [Fact]
    public async Task The_feed_is_read_along_its_positions()
    {
        await using var scope = opened!.Services.CreateAsyncScope();
        var feed = EventMapping
            .Numbered(scope.ServiceProvider.GetRequiredService<LicensingDb>())
            .OrderBy(e => EF.Property<long>(e, EventMapping.Position));
        await using var connection = await opened.Services.GetRequiredService<PostgresSources>().Owner.OpenConnectionAsync(Cancel);
        await Run(connection, "SET enable_seqscan = off");

        Assert.DoesNotContain("Seq Scan", await Read(connection, $"EXPLAIN {feed.ToQueryString()}"));
    }

    [Theory]
    [MemberData(nameof(Statements), DisableDiscoveryEnumeration = true)]
    public async Task Rows_are_found_by_their_whole_key_without_any_statistics(string what, string sql, string types, string indexes)
    {
        var sources = opened!.Services.GetRequiredService<PostgresSources>();
        await using var connection = await sources.Ledger.OpenConnectionAsync(Cancel);
        await Run(connection, $"SET plan_cache_mode = force_generic_plan; PREPARE asked ({types}) AS {sql}");
        var nulls = string.Join(", ", types.Split(", ").Select(_ => "NULL"));

        var plan = await Read(connection, $"EXPLAIN EXECUTE asked ({nulls})");

        foreach (var index in indexes.Split(' '))
            Assert.True(plan.Contains($"using {index} ", StringComparison.Ordinal), $"{what}: not by {index}:\n{plan}");
        Assert.DoesNotContain("Seq Scan", plan);
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<string> Read(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await rows.ReadAsync(Cancel))
            lines.Add(rows.GetString(0));
        return string.Join('\n', lines);
    }
}
