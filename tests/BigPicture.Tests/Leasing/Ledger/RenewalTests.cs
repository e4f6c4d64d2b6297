using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Leasing;
using Xunit;
using static BigPicture.Testing.Leasing.LeaseSamples;

namespace BigPicture.Tests.Leasing.Ledger;

public sealed class RenewalTests : LedgerTest
{
    [Fact]
    public async Task A_renewal_keeps_id_claims_and_generation_and_moves_the_end()
    {
        var lease = await Issue("alice");
        Ledger.Advance(100);

        var renewed = Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease))).Lease;

        Assert.Equal((lease.Id, lease.Generation), (renewed.Id, renewed.Generation));
        Assert.Equal(After(3_700), renewed.EndsAt);
        Assert.Equal(After(3_700), SeatOf("alice").FreeAt);
        Assert.Equal(["license.issued", "license.renewed"], Facts);
    }

    [Fact]
    public async Task A_renewal_may_come_nearer_but_what_was_signed_stays_signed()
    {
        var lease = await Issue("alice");

        var renewed = Assert
            .IsType<ActResult.Leased>(await Runner.Post(Renew(lease, LeaseSamples.Grant() with { LeaseSeconds = 60 })))
            .Lease;

        Assert.Equal((After(60), After(3_600)), (renewed.EndsAt, renewed.SignedUntil));
        Assert.Equal(After(60), SeatOf("alice").FreeAt);
    }

    [Fact]
    public async Task Grace_lets_a_lease_renew_after_its_expiry_and_keeps_its_seat()
    {
        var grant = Seat("alice", 1) with { GraceSeconds = 100 };
        var lease = await Issue(New("alice"), grant);
        Ledger.Advance(3_699);

        Assert.Equal(DenialCode.SeatsExhausted, (await Refused(Activate(New("bob"), Seat("bob", 1)))).Code);
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease)));
    }

    [Fact]
    public async Task A_late_renewal_never_revives_a_seat()
    {
        var lease = await Issue("alice", limit: 1);
        Ledger.Advance(3_600);

        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Renew(lease))).Code);
        await Issue("bob", limit: 1);
        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Renew(lease))).Code);
        Assert.Equal(["license.issued", "license.expired", "license.issued"], Facts);
    }

    [Fact]
    public async Task Renewal_after_release_is_refused()
    {
        var lease = await Issue("alice");
        await End(Release(lease));

        Assert.Equal(DenialCode.LeaseReleased, (await Refused(Renew(lease))).Code);
    }

    [Fact]
    public async Task Renewal_after_revocation_is_refused_with_its_reason()
    {
        var lease = await Issue("alice");
        await End(Revoke(lease));

        var denial = await Refused(Renew(lease));
        Assert.Equal(DenialCode.LeaseRevoked, denial.Code);
        Assert.Contains("lost laptop", denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewal_of_an_unknown_lease_is_refused_as_long_ended() =>
        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Renew(New("alice")))).Code);

    [Fact]
    public async Task Renewal_of_another_tenants_lease_is_refused_as_unknown()
    {
        var lease = await Issue("alice");

        Assert.Equal(DenialCode.LeaseExpired, (await Refused(Renew(lease with { Tenant = new TenantId("evil") }))).Code);
    }

    [Fact]
    public async Task Renewal_on_another_version_is_stale()
    {
        var lease = await Issue("alice");
        await Change(2);

        Assert.IsType<ActResult.Stale>(await Runner.Post(Renew(lease)));
        Assert.IsType<ActResult.Leased>(await Runner.Post(Renew(lease, LeaseSamples.Grant() with { Version = 2 })));
    }

    [Fact]
    public async Task Renewal_that_the_entitlement_does_not_allow_is_refused_with_its_code()
    {
        var lease = await Issue("alice");
        var act = Renew(lease) with { Evaluate = (_, _) => new Denial(DenialCode.EntitlementSuspended, "Suspended.") };

        Assert.Equal(DenialCode.EntitlementSuspended, (await Refused(act)).Code);
    }

    [Fact]
    public async Task Renewal_under_ended_certificates_is_unavailable()
    {
        var lease = await Issue("alice");

        var denial = await Refused(Renew(lease) with { Signing = new SigningTerms("k", Start) });
        Assert.Equal((DenialCode.Unavailable, 60), (denial.Code, denial.RetryAfterSeconds));
    }

    // A token whose lease has ended in several ways, on an entitlement that allows nothing any more: what comes first is told.
    [Theory]
    [InlineData(LeaseState.Released, 2, DenialCode.LeaseReleased)]
    [InlineData(LeaseState.Revoked, 2, DenialCode.LeaseRevoked)]
    [InlineData(LeaseState.Expired, 2, DenialCode.LeaseSuperseded)]
    [InlineData(LeaseState.Expired, 1, DenialCode.LeaseExpired)]
    [InlineData(LeaseState.Live, 2, DenialCode.LeaseSuperseded)]
    [InlineData(LeaseState.Live, 1, DenialCode.EntitlementSuspended)]
    public async Task Refusals_come_in_their_order(LeaseState state, int generation, DenialCode code)
    {
        var lease = await Issue("alice");
        if (state == LeaseState.Released)
            await End(Release(lease));
        if (state == LeaseState.Revoked)
            await End(Revoke(lease));
        if (state != LeaseState.Live)
            Ledger.Advance(9_999);
        var act = Renew(lease, generation: generation) with
        {
            Evaluate = (_, _) => new Denial(DenialCode.EntitlementSuspended, "Suspended."),
        };

        Assert.Equal(code, (await Refused(act)).Code);
    }

    [Fact]
    public async Task A_lease_revoked_with_its_entitlement_says_revoked_even_after_its_end()
    {
        var lease = await Issue("alice");
        await Change(2, revoke: "fraud");
        Ledger.Advance(9_999);

        Assert.Equal(DenialCode.LeaseRevoked, (await Refused(Renew(lease, generation: 2))).Code);
    }
}
