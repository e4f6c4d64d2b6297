using BigPicture.Infrastructure.Storage.Postgres;
using BigPicture.Testing.Leasing;
using BigPicture.Tests.Leasing.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Storage;

/// <summary>What a page of the ledger must never do the database refuses to the application's own role, sent as SQL.</summary>
public sealed class PostgresConstraintTests
{
    private const string Check = PostgresErrorCodes.CheckViolation;
    private const string Unique = PostgresErrorCodes.UniqueViolation;
    private const string Reference = PostgresErrorCodes.ForeignKeyViolation;
    private const string Privilege = PostgresErrorCodes.InsufficientPrivilege;
    private const string NewClaim = "INSERT INTO lease_claim (tenant_id, lease_id, entitlement_id, pool, holder) SELECT tenant_id, ";
    private const string NewPool =
        "INSERT INTO lease_pool (tenant_id, entitlement_id, name, seat_limit, taken, ceiling) SELECT tenant_id, entitlement_id, 'new', ";

    [Theory]
    [InlineData("UPDATE lease_pool SET taken = ceiling + 1", Check)] // above the ceiling
    [InlineData("UPDATE lease_pool SET taken = -1", Check)] // below zero
    [InlineData("UPDATE lease_pool SET ceiling = 9", Check)] // above max(limit, taken)
    [InlineData("UPDATE lease_pool SET ceiling = 1", Check)]
    [InlineData("UPDATE lease_seat SET leases = -1", Check)]
    [InlineData("INSERT INTO lease_seat SELECT * FROM lease_seat WHERE holder = 'alice'", Unique)] // a second seat of one holder
    [InlineData("UPDATE lease_seat SET holder = 'bob' WHERE holder = 'alice'", Unique)]
    [InlineData("DELETE FROM lease_seat", Reference)] // a claim without its seat
    [InlineData("UPDATE lease_claim SET holder = 'nobody' WHERE holder = 'alice'", Reference)]
    [InlineData("UPDATE lease_claim SET lease_id = gen_random_uuid() WHERE holder = 'alice'", Reference)] // a claim without its lease
    [InlineData(NewClaim + "gen_random_uuid(), entitlement_id, pool, holder FROM lease_claim WHERE holder = 'alice'", Reference)]
    [InlineData(NewClaim + "lease_id, entitlement_id, pool, 'nobody' FROM lease_claim WHERE holder = 'alice'", Reference)]
    [InlineData(NewPool + "2, 3, 2 FROM lease_pool", Check)] // born above its ceiling
    [InlineData(NewPool + "2, -1, 2 FROM lease_pool", Check)]
    [InlineData(NewPool + "2, 1, 3 FROM lease_pool", Check)]
    [InlineData("UPDATE lease_seat SET pool = 'none' WHERE holder = 'alice'", Reference)] // a seat without its pool
    [InlineData("UPDATE lease_pool SET tenant_id = 'evil'", Privilege)] // out of the wall
    [InlineData("UPDATE lease_lease SET lease_key = (SELECT lease_key FROM lease_lease LIMIT 1)", Unique)] // two live leases of one key
    [InlineData("DELETE FROM lease_lease", Privilege)]
    [InlineData("DELETE FROM lease_book", Privilege)]
    [InlineData("UPDATE tel_event SET name = 'license.renewed'", Privilege)]
    [InlineData("DELETE FROM tel_event", Privilege)]
    public async Task What_the_ledger_must_not_do_is_refused(string sql, string refusal)
    {
        await using var ledger = await PostgresLedger.Create();
        await ledger.Open(OpenBook());
        await new BatchRunner(ledger).Post([
            Activate(Lease(LeaseOf(1), "alice"), Grant(Seat("alice", 2))),
            Activate(Lease(LeaseOf(2), "bob"), Grant(Seat("bob", 2))),
        ]);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => AsApplication(ledger, sql));

        Assert.Equal(refusal, refused.SqlState);
        Assert.Empty(await ledger.Audit());
    }

    [Fact]
    public async Task What_the_ledger_may_do_is_not_refused()
    {
        await using var ledger = await PostgresLedger.Create();
        await ledger.Open(OpenBook());
        await new BatchRunner(ledger).Post(Activate(Lease(LeaseOf(1), "alice"), Grant(Seat("alice", 2))));

        Assert.Equal(1, await AsApplication(ledger, "UPDATE lease_pool SET seat_limit = 5, ceiling = 5"));
    }

    private static async Task<int> AsApplication(PostgresLedger ledger, string sql)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = await ledger.Services.GetRequiredService<PostgresSources>().Application.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand(
            $"SELECT set_config('{TenantReach.Setting}', '{Acme}', true); {sql}",
            connection,
            transaction
        );
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
