using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Certificates;

public sealed class LeaseVerifierTests
{
    private static readonly Trust Sound = new();
    private static readonly LeaseTokenClaims Lease = Samples.Claims;

    [Theory]
    [InlineData(-60, LeaseValidity.Valid, LeaseTokenError.None)]
    [InlineData(-61, LeaseValidity.Refused, LeaseTokenError.IssuedInFuture)]
    [InlineData(0, LeaseValidity.Valid, LeaseTokenError.None)]
    [InlineData(3599, LeaseValidity.Valid, LeaseTokenError.None)]
    [InlineData(3600, LeaseValidity.ValidInGrace, LeaseTokenError.None)]
    [InlineData(7199, LeaseValidity.ValidInGrace, LeaseTokenError.None)]
    [InlineData(7200, LeaseValidity.Refused, LeaseTokenError.Expired)]
    public void Time_is_judged_at_its_borders(int seconds, LeaseValidity validity, LeaseTokenError error)
    {
        var token = Sound.Token(Lease with { GraceUntil = Samples.Now.AddHours(2) });
        var verdict = Sound.Verifier.Verify(token, Samples.Now.AddSeconds(seconds));
        Assert.Equal((validity, error), (verdict.Validity, verdict.Error));
        Assert.Equal(validity != LeaseValidity.Refused, verdict.IsAccepted);
        Assert.NotNull(verdict.Claims);
    }

    [Theory]
    [InlineData(3599, LeaseTokenError.None)]
    [InlineData(3600, LeaseTokenError.Expired)]
    public void Without_grace_the_end_is_the_end(int seconds, LeaseTokenError error) =>
        Assert.Equal(error, Sound.Verifier.Verify(Sound.Token(Lease), Samples.Now.AddSeconds(seconds)).Error);

    [Fact]
    public void A_token_that_is_not_yet_valid_is_refused() =>
        AssertRefused(LeaseTokenError.NotYetValid, Sound, Sound.Token(Lease with { NotBefore = Samples.Now.AddSeconds(61) }));

    [Fact]
    public void Forms_are_refused_by_name()
    {
        AssertRefused(LeaseTokenError.HeaderUnknown, Sound, null);
        AssertRefused(LeaseTokenError.HeaderUnknown, Sound, "eyJhbGciOiJub25lIn0.e30.");
        AssertRefused(LeaseTokenError.TooLong, Sound, new string('x', PublicToken.LengthMax + 1));
        AssertRefused(LeaseTokenError.Malformed, Sound, "v4.public.AAAA");
    }

    [Theory]
    [InlineData("""{"kid":"KID","chain":[]}""")]
    [InlineData("""{"kid":"KID","chain":["a","a","a","a"]}""")]
    [InlineData("""{"kid":"KID"}""")]
    [InlineData("""{"kid":"KID","chain":["a"],"more":1}""")]
    [InlineData("""{"kid":"k4.pid.AA","chain":["a"]}""")]
    [InlineData("""{"kid":"KID","chain":[1]}""")]
    [InlineData("""{"kid":"KID","kid":"KID","chain":["a"]}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void A_footer_is_read_strictly(string footer)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(footer.Replace("KID", Trust.LeaseKey.PublicKey.Id, StringComparison.Ordinal));
        AssertRefused(LeaseTokenError.FooterMalformed, Sound, PublicToken.Sign(Trust.LeaseKey, Lease.ToUtf8(), bytes));
    }

    [Fact]
    public void The_kid_is_the_id_of_the_first_certificate_s_key()
    {
        var footer = LeaseTokenFooter.Create(Trust.Stranger.PublicKey, Sound.Chain);
        AssertRefused(LeaseTokenError.KeyIdMismatch, Sound, LeaseToken.Sign(Trust.Stranger, Lease, footer));
    }

    [Fact]
    public void A_chain_that_is_not_sound_is_refused_with_the_chain_s_own_name()
    {
        var trust = Sound with { Pins = [Trust.Stranger.PublicKey] };
        AssertRefused(LeaseTokenError.RootUnknown, trust, Sound.Token(Lease));
        AssertRefused(
            LeaseTokenError.CertificateNotAllowed,
            Sound,
            (Sound with { Delegate = Sound.Delegate with { MayCertify = ["report"] } }).Token(Lease)
        );
    }

    [Fact]
    public void A_key_of_another_use_signs_no_lease()
    {
        var trust = Sound with { Lease = Sound.Lease with { Use = KeyUse.Report } };
        AssertRefused(LeaseTokenError.KeyUseMismatch, trust, trust.Token(Lease));
    }

    [Fact]
    public void A_changed_token_is_refused()
    {
        var forged = Samples.WithClaims(Sound.Token(Lease), Lease with { ExpiresAt = Samples.Now.AddHours(2) });
        AssertRefused(LeaseTokenError.SignatureInvalid, Sound, forged);
        Assert.Null(Sound.Verifier.Verify(forged, Samples.Now).Claims);
    }

    [Fact]
    public void A_bound_token_verifies_with_its_machine_alone()
    {
        var token = Sound.Token(Lease with { BindMachine = true }, "m-1");
        Assert.Equal(LeaseValidity.Valid, Sound.Verifier.Verify(token, Samples.Now, "m-1").Validity);
        Assert.Equal(LeaseTokenError.MachineMismatch, Sound.Verifier.Verify(token, Samples.Now, "m-2").Error);
        Assert.Equal(LeaseTokenError.MachineIdMissing, Sound.Verifier.Verify(token, Samples.Now).Error);
    }

    [Fact]
    public void Taking_the_binding_out_of_a_token_breaks_its_signature()
    {
        var bound = Lease with { BindMachine = true };
        AssertRefused(LeaseTokenError.SignatureInvalid, Sound, Samples.WithClaims(Sound.Token(bound, "m-1"), Lease));
        AssertRefused(LeaseTokenError.MachineIdMissing, Sound, Samples.WithClaims(Sound.Token(Lease), bound));
    }

    [Fact]
    public void An_unbound_token_verifies_on_any_machine() =>
        Assert.Equal(LeaseValidity.Valid, Sound.Verifier.Verify(Sound.Token(Lease), Samples.Now, "m-9").Validity);

    [Fact]
    public void The_issuer_counts_only_where_it_is_pinned()
    {
        var token = Sound.Token(Lease with { Issuer = "https://other.example.com" });
        AssertRefused(LeaseTokenError.IssuerMismatch, Sound, token);
        var any = new LeaseVerifier(new LeaseVerifierOptions { Roots = Sound.Pins, Audience = "cad-pro" });
        Assert.Equal(LeaseValidity.Valid, any.Verify(token, Samples.Now).Validity);
    }

    [Fact]
    public void Certificates_limit_tenants_and_products()
    {
        var trust = Sound with { Lease = Sound.Lease with { Tenants = ["beta"] } };
        AssertRefused(LeaseTokenError.TenantNotCertified, trust, trust.Token(Lease));
        trust = Sound with { Lease = Sound.Lease with { Products = ["office"] } };
        AssertRefused(LeaseTokenError.ProductNotCertified, trust, trust.Token(Lease));
        trust = Sound with { Lease = Sound.Lease with { Tenants = ["beta", "acme"], Products = ["cad-pro"] } };
        Assert.Equal(LeaseValidity.Valid, trust.Verifier.Verify(trust.Token(Lease), Samples.Now).Validity);
    }

    [Theory]
    [InlineData(-1, LeaseTokenError.None)]
    [InlineData(0, LeaseTokenError.None)]
    [InlineData(1, LeaseTokenError.IssuedOutsideCertificate)]
    public void A_lease_is_issued_within_its_certificate_s_dates(int seconds, LeaseTokenError expected)
    {
        var at = Samples.Now.AddSeconds(seconds);
        var trust = Sound with { Lease = Sound.Lease with { NotBefore = at, IssuedAt = at } };
        Assert.Equal(expected, trust.Verifier.Verify(trust.Token(Lease), Samples.Now).Error);
    }

    [Theory]
    [InlineData(0, false, LeaseTokenError.None)]
    [InlineData(-1, false, LeaseTokenError.OutlivesCertificate)]
    [InlineData(1, true, LeaseTokenError.None)]
    [InlineData(0, true, LeaseTokenError.OutlivesCertificate)]
    public void No_lease_and_no_grace_outlives_its_certificate(int seconds, bool hasGrace, LeaseTokenError expected)
    {
        var trust = Sound with { Lease = Sound.Lease with { ExpiresAt = Lease.ExpiresAt.AddSeconds(seconds) } };
        var lease = Lease with { GraceUntil = hasGrace ? Lease.ExpiresAt.AddSeconds(1) : null };
        Assert.Equal(expected, trust.Verifier.Verify(trust.Token(lease), Samples.Now).Error);
    }

    [Theory]
    [InlineData(3601, LeaseTokenError.None)]
    [InlineData(3600, LeaseTokenError.None)]
    [InlineData(3599, LeaseTokenError.LeaseTooLong)]
    public void No_lease_is_longer_than_its_certificates_allow(int seconds, LeaseTokenError expected)
    {
        var trust = Sound with { Delegate = Sound.Delegate with { MaxLeaseSeconds = seconds } };
        Assert.Equal(expected, trust.Verifier.Verify(trust.Token(Lease), Samples.Now).Error);
    }

    [Fact]
    public void A_payload_of_a_later_version_is_named_as_such_whatever_else_is_new_in_it()
    {
        var later = """{"typ":"bp-lease","iss":"https://licenses.example.com","aud":"cad-pro","new":1,"bp":{"v":2}}""";
        AssertRefused(LeaseTokenError.VersionUnsupported, Sound, Sound.Token(later));
        AssertRefused(LeaseTokenError.PayloadMalformed, Sound, Sound.Token(later.Replace("\"v\":2", "\"v\":1", StringComparison.Ordinal)));
        AssertRefused(LeaseTokenError.PayloadMalformed, Sound, Sound.Token("no json"));
    }

    /// <summary>One token with every fault that can stand beside the others, mended one by one.</summary>
    [Fact]
    public void The_first_check_that_fails_is_the_answer()
    {
        var claims = Lease with
        {
            Issuer = "https://other.example.com",
            Audience = "office",
            Tenant = "beta",
            IssuedAt = Samples.Now.AddHours(-100),
            NotBefore = Samples.Now.AddHours(-100),
            ExpiresAt = Samples.Now.AddHours(-1),
        };
        var limits = Sound.Lease with
        {
            Tenants = ["acme"],
            Products = ["render-node"],
            NotBefore = Samples.Now.AddHours(-2),
            IssuedAt = Samples.Now.AddHours(-2),
            ExpiresAt = Samples.Now.AddHours(-2),
            MaxLeaseSeconds = 60,
        };
        var trust = Sound with { Lease = limits };

        var wrongType = System.Text.Encoding.UTF8.GetString(claims.ToUtf8()).Replace("bp-lease", "bp-bundle", StringComparison.Ordinal);
        AssertRefused(LeaseTokenError.TypeMismatch, trust, trust.Token(wrongType));
        AssertRefused(LeaseTokenError.IssuerMismatch, trust, trust.Token(claims));
        claims = claims with { Issuer = Lease.Issuer };
        AssertRefused(LeaseTokenError.AudienceMismatch, trust, trust.Token(claims));
        claims = claims with { Audience = "cad-pro" };
        var later = System.Text.Encoding.UTF8.GetString(claims.ToUtf8()).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal);
        AssertRefused(LeaseTokenError.VersionUnsupported, trust, trust.Token(later));
        AssertRefused(LeaseTokenError.TenantNotCertified, trust, trust.Token(claims));
        claims = claims with { Tenant = "acme" };
        AssertRefused(LeaseTokenError.ProductNotCertified, trust, trust.Token(claims));
        trust = Sound with { Lease = limits with { Products = null } };
        AssertRefused(LeaseTokenError.IssuedOutsideCertificate, trust, trust.Token(claims));
        trust = Sound with { Lease = limits with { Products = null, NotBefore = claims.IssuedAt } };
        AssertRefused(LeaseTokenError.OutlivesCertificate, trust, trust.Token(claims));
        trust = Sound with { Lease = limits with { Products = null, NotBefore = claims.IssuedAt, ExpiresAt = Samples.Now } };
        AssertRefused(LeaseTokenError.LeaseTooLong, trust, trust.Token(claims));
        trust = Sound with
        {
            Lease = limits with { Products = null, NotBefore = claims.IssuedAt, ExpiresAt = Samples.Now, MaxLeaseSeconds = null },
        };
        AssertRefused(LeaseTokenError.Expired, trust, trust.Token(claims));
    }

    [Fact]
    public void A_verifier_without_roots_cannot_be_made() =>
        Assert.Throws<ArgumentException>(() => new LeaseVerifier(new LeaseVerifierOptions { Roots = [], Audience = "cad-pro" }));

    [Fact]
    public void Many_chains_in_turn_are_all_judged_rightly()
    {
        var verifier = Sound.Verifier;
        for (var i = 1; i <= 100; i++)
        {
            var trust = Sound with { Lease = Sound.Lease with { MaxLeaseSeconds = 3_550 + i } };
            var expected = 3_550 + i >= 3_600 ? LeaseTokenError.None : LeaseTokenError.LeaseTooLong;
            Assert.Equal(expected, verifier.Verify(trust.Token(Lease), Samples.Now).Error);
            Assert.Equal(expected, verifier.Verify(trust.Token(Lease), Samples.Now).Error);
        }
    }

    private static void AssertRefused(LeaseTokenError error, Trust trust, string? token)
    {
        var verifier = trust.Verifier;
        var verdict = verifier.Verify(token, Samples.Now);
        Assert.Equal(error, verdict.Error);
        Assert.Equal(LeaseValidity.Refused, verdict.Validity);
        // The second time the chain comes from memory, and the answer is the same.
        Assert.Equal(error, verifier.Verify(token, Samples.Now).Error);
    }
}
