using BigPicture.Application.Contracts;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Telemetry.Audit;

public sealed class SqliteTamperTests() : TamperTests(TestDatabase.Sqlite);

public sealed class PostgresTamperTests() : TamperTests(TestDatabase.Postgres);

/// <summary>Who reaches past the server into its database is found out by the chain, and first of all kept from it.</summary>
public abstract class TamperTests(TestDatabase database) : AuditScene(database)
{
    [Theory]
    [InlineData("UPDATE tel_audit SET after = '{}' WHERE tenant_id = 'acme' AND number = 3")]
    [InlineData("DELETE FROM tel_audit WHERE tenant_id = 'acme' AND number = 3")]
    [InlineData("DELETE FROM tel_audit")]
    public async Task The_database_itself_refuses_to_change_the_trail(string sql)
    {
        await FiveActs();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Sql(sql));
        await Sound();
    }

    [Theory]
    [InlineData("act = 'tenant.seen'")]
    [InlineData("subject = 'beta'")]
    [InlineData("token_id = NULL")]
    [InlineData("address = '192.0.2.1'")]
    [InlineData("request_id = 'other'")]
    [InlineData("before = NULL")]
    [InlineData("after = '{\"name\":\"Acme 3\"}'")]
    [InlineData("at = at - 1")]
    public async Task A_changed_field_is_found(string change)
    {
        await FiveActs();
        await Unlock();
        await Sql($"UPDATE tel_audit SET {change} WHERE tenant_id = 'acme' AND number = 3");
        await Found(3);
    }

    [Fact]
    public async Task A_link_that_was_made_to_fit_breaks_the_next_one()
    {
        await FiveActs();
        await Unlock();
        await Rewrite(3);
        await Found(4);
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_to_its_end_does_not_fit_its_seal()
    {
        await FiveActs();
        await Unlock();
        for (var number = 3; number <= 5; number++)
            await Rewrite(number);
        await Sql(
            "UPDATE tel_audit_head SET hash = (SELECT hash FROM tel_audit WHERE tenant_id = 'acme' AND number = 5) WHERE tenant_id = 'acme'"
        );
        Assert.Contains("seal", Assert.Single((await Verify()).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_link_is_named()
    {
        await FiveActs();
        await Unlock();
        await Sql("DELETE FROM tel_audit WHERE tenant_id = 'acme' AND number = 3");
        await Found(3);
    }

    [Fact]
    public async Task Links_cut_off_at_the_end_are_named()
    {
        await FiveActs();
        await Unlock();
        await Sql("DELETE FROM tel_audit WHERE tenant_id = 'acme' AND number >= 4");
        await Found(4);
    }

    [Fact]
    public async Task A_link_that_was_put_in_is_named()
    {
        await FiveActs();
        await Sql(
            "INSERT INTO tel_audit (tenant_id, number, at, act, subject, before, after, hash) "
                + "SELECT tenant_id, 6, at, act, subject, before, after, hash FROM tel_audit WHERE tenant_id = 'acme' AND number = 5"
        );
        await Found(6);
    }

    [Fact]
    public async Task Two_links_that_changed_places_are_found()
    {
        await FiveActs();
        await Unlock();
        foreach (var (from, to) in ((int, int)[])[(3, 99), (4, 3), (99, 4)])
            await Sql($"UPDATE tel_audit SET number = {to} WHERE tenant_id = 'acme' AND number = {from}");
        var verdict = await Verify();
        Assert.Contains(verdict.Faults, fault => fault.Number == 3);
    }

    [Fact]
    public async Task A_whole_chain_that_is_gone_is_missed()
    {
        await FiveActs();
        await Unlock();
        await Sql("DELETE FROM tel_audit WHERE tenant_id = 'acme'");
        await Sql("DELETE FROM tel_audit_head WHERE tenant_id = 'acme'");
        var fault = Assert.Single((await Verify()).Faults);
        Assert.Equal((Catalogue.Acme, null), (fault.Tenant, fault.Number));
    }

    [Fact]
    public async Task A_head_that_is_gone_is_missed()
    {
        await FiveActs();
        await Sql("DELETE FROM tel_audit_head WHERE tenant_id = 'acme'");
        Assert.Contains("head", Assert.Single((await Verify()).Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_of_another_servers_key_is_no_seal()
    {
        await FiveActs();
        await Sql("UPDATE tel_audit_head SET seal_key_id = 'k4.pid.other' WHERE tenant_id = 'acme'");
        Assert.Contains("not known", Assert.Single((await Verify()).Faults).What, StringComparison.Ordinal);
    }

    /// <summary>A genuine old head with the links up to it shows nothing of itself; only who kept a later one can tell.</summary>
    [Fact]
    public async Task A_return_to_an_earlier_genuine_state_is_found_by_who_kept_a_head()
    {
        await Server.AddNames(["acme"], []);
        await Server.Do(new ChangeTenant(Catalogue.Acme, "Acme 2"), Callers.Admin());
        var early = await Server.Do(new GetAuditStatus(Catalogue.Acme), Callers.Admin());
        await Server.Do(new ChangeTenant(Catalogue.Acme, "Acme 3"), Callers.Admin());
        var late = await Server.Do(new GetAuditStatus(Catalogue.Acme), Callers.Admin());
        await Unlock();
        await Sql("DELETE FROM tel_audit WHERE tenant_id = 'acme' AND number = 3");
        await Server.Read(db =>
            db.Set<AuditHead>()
                .Where(head => head.Tenant == Catalogue.Acme)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(head => head.Number, early.Number)
                            .SetProperty(head => head.Hash, early.Hash)
                            .SetProperty(head => head.Seal, early.Seal),
                    TestContext.Current.CancellationToken
                )
        );

        await Sound(new KnownHead(Catalogue.Acme, early.Number, early.Hash));
        Assert.Equal(3, Assert.Single((await Verify(new KnownHead(Catalogue.Acme, late.Number, late.Hash))).Faults).Number);
    }

    [Fact]
    public async Task The_old_end_goes_by_retention_and_the_rest_still_holds()
    {
        await FiveActs();
        Server.Clock.Advance(TimeSpan.FromDays(new Retention().AuditDays + 1));
        await Server.Do(new ChangeTenant(Catalogue.Acme, "Acme 6"), Callers.Admin());

        while (await Server.Do(new PurgeAudit())) { }

        var head = await Server.Do(new GetAuditStatus(Catalogue.Acme), Callers.Admin());
        Assert.Equal((6L, 5L), (head.Number, head.PurgedNumber));
        Assert.Equal([6L], (await List(new ListAudit { Tenant = Catalogue.Acme })).Items.Select(record => record.Row.Number));
        await Sound();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Sql("DELETE FROM tel_audit WHERE tenant_id = 'acme'"));
    }

    private async Task Found(long number)
    {
        var fault = (await Verify()).Faults[0];
        Assert.Equal((Catalogue.Acme, (long?)number), (fault.Tenant, fault.Number));
    }

    /// <summary>Changes a link, and computes its hash anew as the server would.</summary>
    private Task<int> Rewrite(long number) =>
        Server.Read(async db =>
        {
            var cancel = TestContext.Current.CancellationToken;
            var rows = db.Set<AuditRow>().AsNoTracking().Where(row => row.Tenant == Catalogue.Acme);
            var before = await rows.SingleAsync(row => row.Number == number - 1, cancel);
            var row = await rows.SingleAsync(row => row.Number == number, cancel) with { Subject = "other" };
            var hash = AuditHash.Of(before.Hash, row);
            return await db.Set<AuditRow>()
                .Where(one => one.Tenant == Catalogue.Acme && one.Number == number)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.Subject, "other").SetProperty(one => one.Hash, hash), cancel);
        });
}
