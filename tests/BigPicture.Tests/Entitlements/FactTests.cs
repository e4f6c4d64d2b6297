using System.Text;
using System.Text.Json;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class FactTests
{
    private const string Ent = "ent_01h455vb4pex5vsknk084sn02q";
    private const string Head =
        "\"entitlement_id\":\"" + Ent + "\",\"tenant_id\":\"acme\",\"product_id\":\"cad-pro\",\"license_type\":\"concurrent\",";

    private static readonly Instant Now = Sample.Now;

    [Fact]
    public void A_creation_tells_all_terms()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 60, AutoRenew = true, RenewalDays = 30 });

        AssertFact(
            new EntitlementCreated(entitlement, Now),
            "entitlement.created",
            $$"""
            {{{Head}}"status":"active","version":1,"policy_json":{{Sample.ThreeFloating}},"starts_at":"2026-01-15T10:00:00Z","ends_at":"2026-01-15T10:01:00Z","auto_renew":true,"renewal_days":30}
            """
        );
    }

    [Fact]
    public void What_an_entitlement_has_not_is_left_out() =>
        AssertFact(
            new EntitlementUpdated(Sample.Entitlement(), Now),
            "entitlement.updated",
            $$"""
            {{{Head}}"status":"active","version":1,"policy_json":{{Sample.ThreeFloating}},"starts_at":"2026-01-15T10:00:00Z","auto_renew":false}
            """
        );

    [Fact]
    public void An_act_tells_its_reason_and_the_status_after_it()
    {
        var entitlement = Sample.Entitlement();

        AssertFact(
            entitlement.Suspend("unpaid", Now).Value.Single(),
            "entitlement.suspended",
            $$"""{{{Head}}"status":"suspended","version":2,"reason":"unpaid"}"""
        );
        AssertFact(
            entitlement.Reinstate(null, Now).Value.Single(),
            "entitlement.reinstated",
            $$"""{{{Head}}"status":"active","version":3}"""
        );
        AssertFact(
            entitlement.Revoke("fraud", Now).Value.Single(),
            "entitlement.revoked",
            $$"""{{{Head}}"status":"revoked","version":4,"reason":"fraud"}"""
        );
    }

    [Fact]
    public void Renewal_and_expiry_tell_the_ends()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 60, AutoRenew = true, RenewalDays = 1 });
        AssertFact(
            entitlement.RenewDue(Now + 60)!,
            "entitlement.renewed",
            $$"""{{{Head}}"status":"active","version":2,"previous_ends_at":"2026-01-15T10:01:00Z","ends_at":"2026-01-16T10:01:00Z"}"""
        );

        var ended = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 60 });
        AssertFact(
            ended.TellExpiry(Now + 60)!,
            "entitlement.expired",
            $$"""{{{Head}}"status":"expired","version":1,"ends_at":"2026-01-15T10:01:00Z"}"""
        );
    }

    [Fact]
    public void A_fact_does_not_change_with_what_it_tells_of()
    {
        var entitlement = Sample.Entitlement();
        var created = new EntitlementCreated(entitlement, Now);
        var before = Data(created);

        _ = entitlement.Revoke("fraud", Now).Value;

        Assert.Equal(before, Data(created));
    }

    [Fact]
    public void Tenants_and_products_tell_their_names_and_a_product_belongs_to_the_vendor()
    {
        var tenant = Tenant.Create(new TenantId("acme"), "Acme Ltd", Now).Value;
        var product = Product.Create(new ProductId("cad-pro"), "CAD Pro", Now).Value;

        AssertFact(new TenantCreated(tenant, Now), "tenant.created", """{"tenant_id":"acme","name":"Acme Ltd","version":1}""", "acme");
        AssertFact(
            tenant.Rename("Acme", Now).Value.Single(),
            "tenant.updated",
            """{"tenant_id":"acme","name":"Acme","version":2}""",
            "acme"
        );
        var created = new ProductCreated(product, Now);
        AssertFact(created, "product.created", """{"product_id":"cad-pro","name":"CAD Pro","version":1}""", "cad-pro");
        Assert.Equal(TenantId.Vendor, created.Tenant);
        AssertFact(
            product.Rename("CAD", Now).Value.Single(),
            "product.updated",
            """{"product_id":"cad-pro","name":"CAD","version":2}""",
            "cad-pro"
        );
    }

    [Fact]
    public void Each_status_has_a_word_of_its_own_that_is_read_back()
    {
        var all = Enum.GetValues<EntitlementStatus>();

        Assert.Equal(["scheduled", "active", "suspended", "expired", "revoked"], all.Select(status => status.Word()));
        Assert.All(all, status => Assert.Equal(status, EntitlementStatuses.Parse(status.Word())));
        Assert.Null(EntitlementStatuses.Parse("Active"));
    }

    private static void AssertFact(Fact fact, string name, string data, string subject = Ent)
    {
        Assert.Equal(name, fact.Name);
        Assert.Equal(subject, fact.Subject);
        Assert.Equal(data.Trim(), Data(fact));
    }

    private static string Data(Fact fact)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            fact.WriteData(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
