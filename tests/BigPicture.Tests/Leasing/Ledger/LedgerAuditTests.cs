using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>The check that <c>doctor</c> makes sees each contradiction that it is there for, and the database refuses others.</summary>
public sealed class LedgerAuditTests
{
    [Theory]
    [InlineData("UPDATE lease_pool SET taken = 1, ceiling = 2 WHERE taken = 2", "Pool seats says that 1 seats are taken; 2 are.")]
    [InlineData("UPDATE lease_seat SET leases = 3 WHERE holder = 'alice'", "Seat seats/alice says that 3 leases stand on it; 2 do.")]
    [InlineData("UPDATE lease_seat SET free_at = free_at - 1 WHERE holder = 'alice'", "Seat seats/alice says that it frees at")]
    [InlineData("UPDATE lease_seat SET free_at = free_at + 1 WHERE holder = 'alice'", "Seat seats/alice says that it frees at")]
    [InlineData("UPDATE lease_seat SET held_until = free_at + 1 WHERE holder = 'bob'", "Seat seats/bob says that it frees at")]
    [InlineData("UPDATE lease_lease SET state = 1 WHERE subject_id = 'bob'", "has ended and still stands on seat seats/bob")]
    public async Task A_planted_contradiction_is_found(string sql, string what)
    {
        await using var ledger = await Filled();
        Assert.Empty(await ledger.Audit());

        await ledger.Execute(sql);

        Assert.Contains(what, Assert.Single(await ledger.Audit()).What, StringComparison.Ordinal);
        Assert.NotEmpty((await ledger.Read()).Contradictions());
    }

    [Theory]
    [InlineData("UPDATE lease_pool SET taken = 3")]
    [InlineData("UPDATE lease_pool SET taken = -1")]
    [InlineData("UPDATE lease_pool SET ceiling = 9")]
    [InlineData("UPDATE lease_seat SET leases = -1")]
    [InlineData("DELETE FROM lease_seat")]
    [InlineData("DELETE FROM lease_book")]
    [InlineData("UPDATE lease_lease SET lease_key = (SELECT lease_key FROM lease_lease LIMIT 1)")]
    public async Task What_the_code_must_not_do_the_database_refuses(string sql)
    {
        await using var ledger = await Filled();

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => ledger.Execute(sql));
    }

    private static async Task<SqliteLedger> Filled()
    {
        var ledger = await SqliteLedger.Create();
        await ledger.Open(OpenBook());
        await new BatchRunner(ledger).Post([
            Activate(Lease(LeaseOf(1), "alice", "s1"), Grant(Seat("alice", 2))),
            Activate(Lease(LeaseOf(2), "alice", "s2"), Grant(Seat("alice", 2)) with { LeaseSeconds = 60 }),
            Activate(Lease(LeaseOf(3), "bob"), Grant(Seat("bob", 2))),
        ]);
        return ledger;
    }
}
