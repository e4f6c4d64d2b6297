using System.Collections.Immutable;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class EntitlementTests
{
    private const long Day = 86_400;

    private static readonly Instant Now = Sample.Now;
    private static readonly Instant Later = Sample.Now + 100;

    [Fact]
    public void It_starts_now_and_is_perpetual_when_no_dates_are_given()
    {
        var entitlement = Sample.Entitlement();

        Assert.Equal(Now, entitlement.StartsAt);
        Assert.Null(entitlement.EndsAt);
        Assert.False(entitlement.AutoRenew);
        Assert.Null(entitlement.RenewalDays);
        Assert.Equal(1, entitlement.Version);
        Assert.Equal(Now, entitlement.CreatedAt);
        Assert.Equal(Now, entitlement.UpdatedAt);
        Assert.Equal(new TenantId("acme"), entitlement.Tenant);
        Assert.Equal(new ProductId("cad-pro"), entitlement.Product);
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Now));
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Instant.MaxValue));
    }

    [Fact]
    public void Its_status_follows_its_dates_to_the_second()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { StartsAt = Now + 10, EndsAt = Now + 20 });

        Assert.Equal(EntitlementStatus.Scheduled, entitlement.StatusAt(Now + 9));
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Now + 10));
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Now + 19));
        Assert.Equal(EntitlementStatus.Expired, entitlement.StatusAt(Now + 20));
    }

    [Fact]
    public void Its_status_tells_the_act_before_the_dates()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + 20 });

        Facts(entitlement.Suspend("unpaid", Later));
        Assert.Equal(EntitlementStatus.Suspended, entitlement.StatusAt(Now + 50));
        Facts(entitlement.Revoke("fraud", Later));
        Assert.Equal(EntitlementStatus.Revoked, entitlement.StatusAt(Now + 50));
    }

    [Fact]
    public void It_ends_after_it_starts()
    {
        Assert.Equal(["ends_at"], BadFields(Sample.Draft() with { EndsAt = Now }));
        Assert.Equal(["ends_at"], BadFields(Sample.Draft() with { EndsAt = Now - 1L }));
        Assert.Empty(BadFields(Sample.Draft() with { EndsAt = Now + 1 }));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3_660, true)]
    [InlineData(3_661, false)]
    [InlineData(-1, false)]
    public void A_renewal_is_1_to_3660_days(int days, bool fits)
    {
        var draft = Sample.Draft() with { EndsAt = Now + Day, AutoRenew = true, RenewalDays = days };

        Assert.Equal(fits ? [] : ["renewal_days"], BadFields(draft));
    }

    [Fact]
    public void Auto_renewal_needs_an_end_and_a_period()
    {
        Assert.Equal(["ends_at", "renewal_days"], BadFields(Sample.Draft() with { AutoRenew = true }));
        Assert.Equal(["renewal_days"], BadFields(Sample.Draft() with { AutoRenew = true, EndsAt = Now + 1 }));
        Assert.Equal(["ends_at"], BadFields(Sample.Draft() with { AutoRenew = true, RenewalDays = 1 }));
        Assert.Empty(BadFields(Sample.Draft() with { RenewalDays = 1 }));
    }

    [Fact]
    public void A_change_touches_what_it_gives_and_nothing_else()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day, RenewalDays = 30 });
        var policy = Sample.Policy("""{"type":"concurrent","max_seats":4}""");

        var fact = Assert.IsType<EntitlementUpdated>(Assert.Single(Facts(entitlement.Change(new() { Policy = policy }, Later))));

        Assert.Equal(policy, entitlement.Policy);
        Assert.Equal(new Validity(Now, Now + Day, AutoRenew: false, RenewalDays: 30), entitlement.Validity);
        Assert.Equal(2, entitlement.Version);
        Assert.Equal(Later, entitlement.UpdatedAt);
        Assert.Equal(Now, entitlement.CreatedAt);
        Assert.Equal(2, fact.Version);
        Assert.Equal(policy, fact.Policy);
    }

    [Fact]
    public void A_change_tells_null_from_left_out()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day, RenewalDays = 30 });

        Facts(entitlement.Change(new() { StartsAt = Now + 1 }, Later));
        Assert.Equal(Now + Day, entitlement.EndsAt);
        Assert.Equal(30, entitlement.RenewalDays);

        Facts(entitlement.Change(new() { EndsAt = (Instant?)null, RenewalDays = (int?)null }, Later));
        Assert.Null(entitlement.EndsAt);
        Assert.Null(entitlement.RenewalDays);
    }

    [Fact]
    public void A_change_to_what_stands_changes_nothing()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });

        Assert.Empty(Facts(entitlement.Change(new(), Later)));
        Assert.Empty(
            Facts(
                entitlement.Change(
                    new()
                    {
                        Policy = Sample.Policy(),
                        EndsAt = Now + Day,
                        AutoRenew = false,
                    },
                    Later
                )
            )
        );
        Assert.Equal(1, entitlement.Version);
        Assert.Equal(Now, entitlement.UpdatedAt);
    }

    [Fact]
    public void A_change_that_would_be_wrong_changes_nothing_and_names_each_field()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });
        var change = new EntitlementChange
        {
            Policy = Sample.Policy("""{"type":"feature_based"}"""),
            StartsAt = Now + Day,
            AutoRenew = true,
        };

        var denial = Denied(entitlement.Change(change, Later));

        Assert.Equal(DenialCode.BadRequest, denial.Code);
        Assert.Equal(["ends_at", "renewal_days"], denial.Errors.Select(error => error.Field));
        Assert.Equal(Sample.Policy(), entitlement.Policy);
        Assert.Equal(Now, entitlement.StartsAt);
        Assert.Equal(1, entitlement.Version);
    }

    [Fact]
    public void Turning_auto_renewal_off_keeps_the_period_that_has_begun()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day, AutoRenew = true, RenewalDays = 30 });
        var now = Now + 2 * Day;

        var facts = Facts(entitlement.Change(new() { AutoRenew = false }, now));

        Assert.Equal(["entitlement.renewed", "entitlement.updated"], facts.Select(fact => fact.Name));
        Assert.Equal(Now + 31 * Day, entitlement.EndsAt);
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(now));
        Assert.Equal(3, entitlement.Version);
    }

    [Fact]
    public void A_revoked_entitlement_is_final()
    {
        var entitlement = Sample.Entitlement();
        var fact = Assert.IsType<EntitlementRevoked>(Assert.Single(Facts(entitlement.Revoke("fraud", Later))));

        Assert.Equal("fraud", fact.Reason);
        Assert.Equal(Later, entitlement.RevokedAt);
        foreach (
            var act in new[]
            {
                entitlement.Change(new() { StartsAt = Now + 1 }, Later),
                entitlement.Suspend("unpaid", Later),
                entitlement.Reinstate(null, Later),
            }
        )
        {
            var denial = Denied(act);
            Assert.Equal(DenialCode.Conflict, denial.Code);
            Assert.Equal(entitlement.Id, denial.Entitlement);
            Assert.Contains("Create a new entitlement", denial.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, entitlement.Version);
    }

    [Fact]
    public void An_act_that_has_been_done_is_repeated_without_a_trace()
    {
        var entitlement = Sample.Entitlement();

        Assert.Empty(Facts(entitlement.Reinstate("paid", Later)));
        Assert.Equal(1, entitlement.Version);

        Facts(entitlement.Suspend("unpaid", Later));
        Assert.Empty(Facts(entitlement.Suspend("again", Later + 1)));
        Assert.Equal("unpaid", entitlement.SuspendReason);
        Assert.Equal(Later, entitlement.SuspendedAt);
        Assert.Equal(2, entitlement.Version);

        Facts(entitlement.Revoke("fraud", Later));
        Assert.Empty(Facts(entitlement.Revoke("again", Later + 1)));
        Assert.Equal("fraud", entitlement.RevokeReason);
        Assert.Equal(Later, entitlement.RevokedAt);
        Assert.Equal(3, entitlement.Version);
    }

    [Fact]
    public void A_suspended_entitlement_can_be_reinstated_changed_and_revoked()
    {
        var entitlement = Sample.Entitlement();

        Assert.Equal("unpaid", Assert.IsType<EntitlementSuspended>(Assert.Single(Facts(entitlement.Suspend("unpaid", Later)))).Reason);
        Assert.Single(Facts(entitlement.Change(new() { EndsAt = Now + Day }, Later)));
        Assert.Equal(EntitlementStatus.Suspended, entitlement.StatusAt(Later));
        Assert.Equal("paid", Assert.IsType<EntitlementReinstated>(Assert.Single(Facts(entitlement.Reinstate("paid", Later)))).Reason);
        Assert.Null(entitlement.SuspendedAt);
        Assert.Null(entitlement.SuspendReason);
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Later));

        Facts(entitlement.Suspend("unpaid", Later));
        Assert.Single(Facts(entitlement.Revoke("fraud", Later)));
        Assert.Equal(6, entitlement.Version);
    }

    [Fact]
    public void A_reason_has_1_to_500_characters()
    {
        foreach (var reason in new[] { "", new string('r', 501), "a\0b" })
        {
            var entitlement = Sample.Entitlement();
            Assert.Equal("reason", Assert.Single(Denied(entitlement.Revoke(reason, Later)).Errors).Field);
            Assert.Equal("reason", Assert.Single(Denied(entitlement.Suspend(reason, Later)).Errors).Field);
            Assert.Equal("reason", Assert.Single(Denied(entitlement.Reinstate(reason, Later)).Errors).Field);
            Assert.Equal(1, entitlement.Version);
        }
        Assert.Single(Facts(Sample.Entitlement().Revoke(new string('r', 500), Later)));
        Assert.Single(Facts(Sample.Entitlement().Suspend("r", Later)));
    }

    private static IEnumerable<string> BadFields(EntitlementDraft draft) =>
        Entitlement.Create(Sample.Id, draft, Now).IsDenied(out var denial) ? denial.Errors.Select(error => error.Field) : [];

    private static ImmutableArray<Fact> Facts(Outcome<ImmutableArray<Fact>> outcome) => outcome.Value;

    private static Denial Denied(Outcome<ImmutableArray<Fact>> outcome) =>
        outcome.IsDenied(out var denial) ? denial : throw new InvalidOperationException("It was not refused.");
}
