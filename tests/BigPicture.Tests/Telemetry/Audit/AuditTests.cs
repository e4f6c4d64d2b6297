using System.Text.Json;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Leasing;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Audit;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Telemetry.Audit;

public sealed class SqliteAuditTests() : AuditTests(TestDatabase.Sqlite);

public sealed class PostgresAuditTests() : AuditTests(TestDatabase.Postgres);

/// <summary>Whatever an administrator does is in the trail, with who and what and how it stood before; or it was not done.</summary>
public abstract class AuditTests(TestDatabase database) : AuditScene(database)
{
    [Fact]
    public async Task An_act_is_told_with_who_did_it_and_how_it_stood_before_and_after()
    {
        await FiveActs();

        var last = (await List(new ListAudit(1) { Tenant = Catalogue.Acme })).Items[0].Row;

        Assert.Equal(("tenant.updated", "acme", 5L), (last.Act, last.Subject, last.Number));
        Assert.Equal(Callers.Token.ToString(), last.TokenId);
        Assert.Equal("Acme 4", Member(last.Before!, "name"));
        Assert.Equal("Acme 5", Member(last.After, "name"));
        await Sound();
    }

    [Fact]
    public async Task Each_kind_of_act_is_in_the_trail_and_what_applications_do_is_not()
    {
        await Server.Start();
        await Server.AddNames(["acme"], ["cad-pro"]);
        await Server.Do(new ChangeProduct(Catalogue.CadPro, "New"), Callers.Admin());
        var entitlement = await Server.AddEntitlement();
        await Server.Do(new ChangeEntitlement(entitlement.Id) { AutoRenew = false, StartsAt = Server.Now - 60 }, Callers.Admin());
        var token = await Server.Do(new CreateApiToken("own", ["license:read"]) { Tenant = Catalogue.Acme }, Callers.Admin());
        await Server.Do(new RevokeApiToken(token.Token.Id), Callers.Admin());
        var lease = await Server.Do(Activation("alice"), Callers.Admin());
        await Server.Do(new RenewLease(lease.Token), Callers.Admin());
        var other = await Server.Do(Activation("bob"), Callers.Admin());
        await Server.Do(new ReleaseLease(other.Token), Callers.Admin());
        await Server.Do(new RevokeLease(lease.Lease.Id, "lost"), Callers.Admin());
        await Server.Do(new SuspendEntitlement(entitlement.Id, "unpaid"), Callers.Admin());
        await Server.Do(new ReinstateEntitlement(entitlement.Id, null), Callers.Admin());
        await Server.Do(new RevokeEntitlement(entitlement.Id, "over"), Callers.Admin());

        var acme = (await List(new ListAudit(200) { Tenant = Catalogue.Acme })).Items;
        Assert.Equal(
            [
                "entitlement.revoked",
                "entitlement.reinstated",
                "entitlement.suspended",
                "license.revoked",
                "api_token.revoked",
                "api_token.created",
                "entitlement.updated",
                "entitlement.created",
                "tenant.created",
            ],
            acme.Select(record => record.Row.Act)
        );
        Assert.Equal(
            ["product.updated", "product.created", "tenant.created", .. Enumerable.Repeat("key.created", 6)],
            (await List(new ListAudit(200) { Tenant = TenantId.Vendor })).Items.Select(record => record.Row.Act)
        );
        await Sound();
    }

    [Fact]
    public async Task Who_held_a_revoked_lease_stands_apart_and_can_be_taken_away()
    {
        await Server.Start();
        await Server.AddNames(["acme"], ["cad-pro"]);
        await Server.AddEntitlement();
        var lease = await Server.Do(Activation("alice"), Callers.Admin());
        await Server.Do(new RevokeLease(lease.Lease.Id, "lost"), Callers.Admin());

        var record = (await List(new ListAudit(1) { Act = "license.revoked" })).Items[0];
        Assert.Equal("alice", Member(record.Person!.Data, "subject_id"));
        Assert.DoesNotContain("alice", record.Row.After, StringComparison.Ordinal);

        await Sql("DELETE FROM tel_audit_person");
        var verdict = await Verify();
        Assert.Equal((0, 1L), (verdict.Faults.Count, verdict.Erased));
        Assert.Null((await List(new ListAudit(1) { Act = "license.revoked" })).Items[0].Person);
    }

    [Fact]
    public async Task What_is_refused_or_changes_nothing_is_no_act()
    {
        await FiveActs();
        var before = (await List()).Items.Count;
        await Server.Refused(new ChangeTenant(new TenantId("nobody"), "x"), Callers.Admin());
        await Server.Refused(new ChangeTenant(Catalogue.Acme, "x"), caller => (caller.Token, caller.ExpectedVersion) = (Callers.Token, 1));
        Assert.Equal(before, (await List()).Items.Count);
    }

    [Fact]
    public async Task What_cannot_be_written_into_the_trail_is_not_done()
    {
        await FiveActs();
        await Sql("ALTER TABLE tel_audit_head RENAME TO gone");

        await Assert.ThrowsAnyAsync<Exception>(() => Server.Send(new ChangeTenant(Catalogue.Acme, "Unseen"), Callers.Admin()));

        await Sql("ALTER TABLE gone RENAME TO tel_audit_head");
        Assert.Equal("Acme 5", (await Server.Do(new GetTenant(Catalogue.Acme), Callers.Admin())).Name);
        Assert.DoesNotContain((await Server.Do(new ListEvents(0, 200))).Events, told => Member(told.Data, "name") == "Unseen");
        await Sound();
    }

    [Fact]
    public async Task Many_at_once_make_chains_without_holes()
    {
        await Server.AddNames(["acme", "beta"], []);
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Server.Do(new CreateApiToken($"t{i}", ["license:read"]) { Tenant = new TenantId(i % 2 == 0 ? "acme" : "beta") })
                )
        );

        foreach (var tenant in (string[])["acme", "beta"])
        {
            var rows = (await List(new ListAudit(200) { Tenant = new TenantId(tenant) })).Items;
            Assert.Equal(Enumerable.Range(1, 21).Select(n => (long)n), rows.Select(record => record.Row.Number).Order());
        }
        await Sound();
    }

    [Fact]
    public async Task A_list_is_paged_newest_first_and_filtered()
    {
        await FiveActs();
        var all = (await List()).Items.Select(record => (record.Row.Tenant, record.Row.Number)).ToList();
        var paged = new List<(TenantId, long)>();
        string? cursor = null;
        do
        {
            var page = await List(new ListAudit(2, cursor));
            paged.AddRange(page.Items.Select(record => (record.Row.Tenant, record.Row.Number)));
            cursor = page.NextCursor;
        } while (cursor is not null);
        Assert.Equal(all, paged);

        Assert.Equal(4, (await List(new ListAudit { TokenId = Callers.Token.ToString() })).Items.Count);
        Assert.Equal(2, (await List(new ListAudit { Subject = "beta" })).Items.Count);
        Assert.Empty((await List(new ListAudit { Act = "webhook.disabled" })).Items);
    }

    [Fact]
    public async Task A_customers_auditor_sees_its_own_trail_and_no_other()
    {
        await FiveActs();
        var auditor = Callers.Of("acme");

        Assert.All((await Server.Do(new ListAudit(), auditor)).Items, record => Assert.Equal(Catalogue.Acme, record.Row.Tenant));
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new ListAudit { Tenant = new TenantId("beta") }, auditor)).Code);
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new GetAuditStatus(TenantId.Vendor), auditor)).Code);
        Assert.Equal((Catalogue.Acme, 5L), await StatusOf(auditor));
        Assert.Equal((TenantId.Vendor, 3L), await StatusOf(Callers.Admin()));

        async Task<(TenantId, long)> StatusOf(Action<Caller> caller)
        {
            var head = await Server.Do(new GetAuditStatus(null), caller);
            return (head.Tenant, head.Number);
        }
    }

    private static ActivateLease Activation(string user) =>
        new(
            new LeaseApplication
            {
                Tenant = Catalogue.Acme,
                Product = Catalogue.CadPro,
                Subject = new Subject(SubjectKind.User, user),
                SessionId = user,
            }
        );

    private static string? Member(string json, string name) => JsonElement.Parse(json).GetProperty(name).GetString();

    private static string? Member(ReadOnlyMemory<byte> json, string name) =>
        JsonElement.Parse(json.Span).TryGetProperty(name, out var value) ? value.GetString() : null;
}
