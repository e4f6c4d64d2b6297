using System.Collections.Immutable;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Entitlements;

public sealed class EntitlementEndTests
{
    private const long Day = 86_400;

    private static readonly Instant Now = Sample.Now;

    [Fact]
    public void The_stored_end_follows_a_renewal_and_tells_it()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day, AutoRenew = true, RenewalDays = 30 });

        Assert.Null(entitlement.RenewDue(Now + Day - 1L));
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Now + 40 * Day));
        var fact = entitlement.RenewDue(Now + 40 * Day);

        Assert.NotNull(fact);
        Assert.Equal(Now + Day, fact.PreviousEnd);
        Assert.Equal(Now + 61 * Day, fact.End);
        Assert.Equal(Now + 61 * Day, entitlement.EndsAt);
        Assert.Equal(2, entitlement.Version);
        Assert.Null(entitlement.RenewDue(Now + 40 * Day));
    }

    [Fact]
    public void A_suspended_entitlement_renews_and_a_revoked_one_does_not()
    {
        var draft = Sample.Draft() with { EndsAt = Now + Day, AutoRenew = true, RenewalDays = 30 };
        var suspended = Sample.Entitlement(draft);
        var revoked = Sample.Entitlement(draft);
        Facts(suspended.Suspend("unpaid", Now));
        Facts(revoked.Revoke("fraud", Now));

        Assert.NotNull(suspended.RenewDue(Now + 2 * Day));
        Assert.Null(revoked.RenewDue(Now + 2 * Day));
    }

    [Fact]
    public void Expiry_is_told_once_and_is_no_new_version()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });

        Assert.Null(entitlement.TellExpiry(Now + Day - 1L));
        var fact = entitlement.TellExpiry(Now + Day);

        Assert.Equal(Now + Day, fact?.End);
        Assert.Equal(EntitlementStatus.Expired, fact?.Status);
        Assert.Null(entitlement.TellExpiry(Now + 2 * Day));
        Assert.Equal(1, entitlement.Version);
    }

    [Fact]
    public void Expiry_is_told_again_after_the_end_was_moved()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });
        entitlement.TellExpiry(Now + Day);

        Facts(entitlement.Change(new() { EndsAt = Now + 3 * Day }, Now + 2 * Day));
        Assert.Equal(EntitlementStatus.Active, entitlement.StatusAt(Now + 2 * Day));

        Assert.NotNull(entitlement.TellExpiry(Now + 3 * Day));
    }

    [Fact]
    public void Moving_one_past_end_to_another_does_not_tell_expiry_again()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });
        entitlement.TellExpiry(Now + Day);

        Facts(entitlement.Change(new() { EndsAt = Now + 2 * Day }, Now + 3 * Day));

        Assert.Null(entitlement.TellExpiry(Now + 4 * Day));
    }

    [Fact]
    public void Expiry_waits_while_suspended_and_is_never_told_once_revoked()
    {
        var entitlement = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });

        Facts(entitlement.Suspend("unpaid", Now));
        Assert.Null(entitlement.TellExpiry(Now + 2 * Day));
        Facts(entitlement.Reinstate(null, Now + 2 * Day));
        Assert.NotNull(entitlement.TellExpiry(Now + 2 * Day));

        var revoked = Sample.Entitlement(Sample.Draft() with { EndsAt = Now + Day });
        Facts(revoked.Revoke("fraud", Now));
        Assert.Null(revoked.TellExpiry(Now + 2 * Day));
    }

    private static ImmutableArray<Fact> Facts(Outcome<ImmutableArray<Fact>> outcome) => outcome.Value;
}
