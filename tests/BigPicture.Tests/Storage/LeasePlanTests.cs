using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Purging;
using BigPicture.Application.Telemetry.Purging;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Edge;
using BigPicture.Infrastructure.Leasing;
using BigPicture.Infrastructure.Storage;
using BigPicture.Infrastructure.Storage.Sqlite;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Storage;

/// <summary>What is asked of leases outside of the ledger never goes through those that have ended, of which there are a year's.</summary>
public sealed class LeasePlanTests : IAsyncLifetime
{
    private static readonly LeaseId Some = LeaseOf(1);
    private static readonly LeaseFilter Live = new(Start) { State = LeaseState.Live };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-");
    private readonly Planner planner = new();
    private readonly SqliteDb db;
    private readonly Book book;

    public LeasePlanTests()
    {
        var file = Path.Combine(folder.FullName, "plan.db");
        SqliteTemplate.CopyTo(file);
        var connection = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        db = new SqliteDb(SqliteStorage.Options(new DbContextOptionsBuilder<SqliteDb>(), connection).AddInterceptors(planner).Options);
        book = Book.Restore(Acme, Entitlement, 1, false, Start, "fraud", true, Start, Start);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One row of each, so that what goes on from a row is seen to.</summary>
    public async ValueTask InitializeAsync()
    {
        db.Add(book);
        db.Add(Pool.Restore(Acme, Entitlement, "seats", 5, 0, 5));
        db.Add(new Block(Acme, Entitlement, default, "alice", Start));
        db.Add(Lease(Some) with { State = LeaseState.Released, EndedAt = Start });
        db.Add(new EventRow(new EventId(Some.Value), Acme, "license.issued", "x", Start, []));
        db.Add(new AnswerRow(Acme, Callers.Token, "k", [], "{}", default));
        await db.SaveChangesAsync(Cancel);
        db.ChangeTracker.Clear();
        planner.Take();
    }

    public ValueTask DisposeAsync()
    {
        db.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_lease_is_found_by_its_key_with_or_without_its_tenant()
    {
        var reader = new LeaseReader(new Lazy<LicensingDb>(db));

        await reader.Find(Acme, Some, Cancel);
        Assert.StartsWith("SEARCH l USING PRIMARY KEY (tenant_id=? AND lease_id=?)", planner.Last);
        await reader.FindAnywhere(Some, Cancel);
        Assert.StartsWith("SEARCH l USING PRIMARY KEY (tenant_id=? AND lease_id=?)", planner.Last);
        await reader.LiveKeys(Acme, [LeaseKey.Of(Entitlement, User("a"), null, null)], Start, Cancel);
        Assert.Equal("SEARCH l USING INDEX ix_lease_lease_live_key (tenant_id=? AND lease_key=?)", planner.Last);
    }

    public static TheoryData<string, LeaseFilter, string> Lists =>
        new()
        {
            { "all", Live, "ix_lease_lease_live_" },
            { "a tenant's", Live with { Tenant = Acme }, "ix_lease_lease_live_" },
            { "a product's", Live with { Products = new HashSet<ProductId> { Cad } }, "ix_lease_lease_live_" },
            {
                "an entitlement's",
                Live with
                {
                    Tenant = Acme,
                    Entitlement = Entitlement,
                },
                "ix_lease_lease_live_book (tenant_id=? AND entitlement_id=?"
            },
            { "an entitlement's, without its tenant", Live with { Entitlement = Entitlement }, "ix_lease_lease_live_book" },
            {
                "a subject's",
                Live with
                {
                    Tenant = Acme,
                    Subject = User("alice"),
                },
                "ix_lease_lease_live_subject (tenant_id=? AND subject_id=?"
            },
            {
                "a subject's, without its tenant",
                Live with
                {
                    SubjectId = "alice",
                },
                "ix_lease_lease_live_subject (tenant_id=? AND subject_id=?"
            },
        };

    [Theory]
    [MemberData(nameof(Lists), DisableDiscoveryEnumeration = true)]
    public async Task A_list_of_live_leases_goes_along_live_leases(string whose, LeaseFilter filter, string index)
    {
        Assert.NotEmpty(whose);
        var reader = new LeaseReader(new Lazy<LicensingDb>(db));

        foreach (LeaseId? after in new LeaseId?[] { null, Some })
        {
            await reader.List(filter, after, 51, Cancel);
            Assert.Contains($"SEARCH l USING INDEX {index}", planner.Last);
        }
    }

    [Fact]
    public async Task A_change_of_an_entitlement_looks_at_its_live_leases_only()
    {
        var books = new BookStore(db);

        await books.AnyLive(book, Start, Cancel);
        Assert.Contains("SEARCH l USING INDEX ix_lease_lease_live_book (tenant_id=? AND entitlement_id=?)", planner.Last);
        await books.FirstPoolInUse(book, ["feature/export"], Start, Cancel);
        Assert.Contains("(tenant_id=? AND entitlement_id=? AND pool=?)", planner.Last);
        planner.Take();
        await books.CutLeases(book, Start, Cancel);
        Assert.Equal(
            [
                "SEARCH l USING INDEX ix_lease_lease_live_book (tenant_id=? AND entitlement_id=?)",
                "SEARCH l USING PRIMARY KEY (tenant_id=? AND entitlement_id=?)", // its seats
            ],
            planner.Take()
        );
    }

    [Fact]
    public async Task The_loop_that_writes_ends_down_finds_what_is_due_and_what_was_revoked_by_index()
    {
        await new DueReader(db, new FixedTime()).Find(10, Cancel);

        Assert.Equal(
            [
                "SEARCH l USING INDEX ix_lease_lease_live_end (ends_at<?)",
                "SEARCH l USING COVERING INDEX ix_lease_seat_held (free_at<?)",
                "SCAN l USING INDEX ix_lease_book_sweep; USE TEMP B-TREE FOR ORDER BY", // books that wait for it, and no others
                "SEARCH l USING INDEX ix_lease_lease_live_book (tenant_id=? AND entitlement_id=?)",
            ],
            planner.Take()
        );
    }

    [Fact]
    public async Task What_is_purged_is_found_along_a_key()
    {
        var books = new BookStore(db);
        var leases = new LeasePurge(db);
        var events = new EventPurge(db);

        await leases.Purge(null, Start, 10, Cancel);
        await leases.Purge(new LeasePlace(Acme, default), Start, 1, Cancel);
        await books.FirstWithEmptyPool(Cancel);
        await books.RemoveEmptyPools(book, 10, Cancel);
        await events.Purge(new EventNames(["license.issued"], AllBut: true), 0, Start, 10, Cancel);
        await events.Purge(new EventNames(["license.issued"], AllBut: false), 0, Start, 10, Cancel);
        await new AnswerStore(db).Purge(Start, 10, Cancel);

        var plans = planner.Take();
        // The first tenant that has books, and the first pool that is empty: one row of an index each.
        Assert.Equal(["SCAN l", "SCAN l USING COVERING INDEX ix_lease_pool_empty"], plans.Where(plan => plan.StartsWith("SCAN")));
        Assert.Equal(12, plans.Count(plan => plan.StartsWith("SEARCH")));
        Assert.DoesNotContain(plans, plan => plan.Contains("CORRELATED") || plan.Contains("; SCAN"));
    }

    private sealed class FixedTime : ILedgerTime
    {
        public Instant Now => Start;

        public Instant Trusted => Start;
    }
}
