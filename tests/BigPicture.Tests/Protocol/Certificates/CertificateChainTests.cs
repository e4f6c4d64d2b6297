using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Protocol.Certificates;

public sealed class CertificateChainTests
{
    private static readonly Trust Sound = new();

    [Fact]
    public void A_sound_chain_certifies_its_first_key()
    {
        Assert.True(CertificateChain.TryVerify(Sound.Chain, Sound.Pins, out var key, out var error));
        Assert.Equal(LeaseTokenError.None, error);
        Assert.Equal(Trust.LeaseKey.PublicKey, key.Key);
        Assert.Equal(KeyUse.Lease, key.Use);
        Assert.Equal(Sound.Lease.NotBefore, key.NotBefore);
        Assert.Equal(Sound.Lease.ExpiresAt, key.NotAfter);
        Assert.Null(key.Tenants);
        Assert.Null(key.MaxLeaseSeconds);
    }

    [Fact]
    public void A_root_may_certify_a_lease_key_itself()
    {
        Assert.True(CertificateChain.TryVerify([Sound.Lease.Sign(Trust.Root)], Sound.Pins, out var key, out _));
        Assert.Equal(Trust.LeaseKey.PublicKey, key.Key);
    }

    [Fact]
    public void One_of_several_pinned_roots_is_enough()
    {
        var trust = Sound with { Pins = [Trust.Stranger.PublicKey, Trust.Root.PublicKey] };
        Assert.Equal(LeaseTokenError.None, trust.Verify());
    }

    [Fact]
    public void A_root_that_is_not_pinned_is_refused() =>
        Assert.Equal(LeaseTokenError.RootUnknown, (Sound with { Pins = [Trust.Stranger.PublicKey] }).Verify());

    [Fact]
    public void A_certificate_that_names_another_parent_is_refused() =>
        Assert.Equal(LeaseTokenError.ChainBroken, (Sound with { LeaseParent = Trust.Stranger }).Verify());

    [Fact]
    public void A_chain_in_the_wrong_order_is_refused()
    {
        Assert.False(CertificateChain.TryVerify([.. Sound.Chain.Reverse()], Sound.Pins, out _, out var error));
        Assert.Equal(LeaseTokenError.RootUnknown, error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_certificate_whose_signature_is_another_s_is_refused(int index)
    {
        var chain = Sound.Chain.ToList();
        var other = index == 0 ? Sound.Delegate : Sound.Lease;
        chain[index] = SignatureOf(chain[index], other.Sign(Trust.Root));
        Assert.False(CertificateChain.TryVerify(chain, Sound.Pins, out _, out var error));
        Assert.Equal(LeaseTokenError.CertificateSignatureInvalid, error);
    }

    [Fact]
    public void Only_a_delegate_certifies()
    {
        var trust = Sound with { Delegate = Trust.Certificate(Trust.DelegateKey, KeyUse.Lease) };
        Assert.Equal(LeaseTokenError.CertificateNotAllowed, trust.Verify());
    }

    [Fact]
    public void A_delegate_certifies_only_the_uses_that_it_may() =>
        Assert.Equal(
            LeaseTokenError.CertificateNotAllowed,
            (Sound with { Delegate = Sound.Delegate with { MayCertify = [KeyUse.Report] } }).Verify()
        );

    [Theory]
    [InlineData(-1, 0, LeaseTokenError.CertificateDatesExceeded)]
    [InlineData(0, 0, LeaseTokenError.None)]
    [InlineData(0, 1, LeaseTokenError.CertificateDatesExceeded)]
    public void A_certificate_stays_within_its_parent_s_dates(int notBeforeSeconds, int expiresSeconds, LeaseTokenError expected)
    {
        var lease = Sound.Lease with
        {
            NotBefore = Sound.Delegate.NotBefore.AddSeconds(notBeforeSeconds),
            ExpiresAt = Sound.Delegate.ExpiresAt.AddSeconds(expiresSeconds),
        };
        Assert.Equal(expected, (Sound with { Lease = lease }).Verify());
    }

    [Theory]
    [InlineData("acme", "acme", LeaseTokenError.None)]
    [InlineData("acme,beta", "beta", LeaseTokenError.None)]
    [InlineData(null, "acme", LeaseTokenError.None)]
    [InlineData("acme", "beta", LeaseTokenError.CertificateTenantsExceeded)]
    [InlineData("acme", "acme,beta", LeaseTokenError.CertificateTenantsExceeded)]
    [InlineData("acme", null, LeaseTokenError.CertificateTenantsExceeded)]
    public void A_certificate_stays_within_its_parent_s_tenants(string? parent, string? child, LeaseTokenError expected)
    {
        var trust = Sound with
        {
            Delegate = Sound.Delegate with { Tenants = Names(parent) },
            Lease = Sound.Lease with { Tenants = Names(child) },
        };
        Assert.Equal(expected, trust.Verify());
    }

    [Theory]
    [InlineData("cad-pro", "cad-pro", LeaseTokenError.None)]
    [InlineData(null, "cad-pro", LeaseTokenError.None)]
    [InlineData("cad-pro", "office", LeaseTokenError.CertificateProductsExceeded)]
    [InlineData("cad-pro", null, LeaseTokenError.CertificateProductsExceeded)]
    public void A_certificate_stays_within_its_parent_s_products(string? parent, string? child, LeaseTokenError expected)
    {
        var trust = Sound with
        {
            Delegate = Sound.Delegate with { Products = Names(parent) },
            Lease = Sound.Lease with { Products = Names(child) },
        };
        Assert.Equal(expected, trust.Verify());
    }

    [Theory]
    [InlineData(null, LeaseTokenError.None)]
    [InlineData(1, LeaseTokenError.None)]
    [InlineData(0, LeaseTokenError.CertificatePathTooLong)]
    public void Delegates_below_a_delegate_are_counted(int? pathLength, LeaseTokenError expected)
    {
        var second = BouncyCastleSigner.Number(5);
        var upper = Sound.Delegate with { MayCertify = [KeyUse.Delegate, KeyUse.Lease], PathLength = pathLength };
        var lower = Trust.Certificate(second, KeyUse.Delegate) with { MayCertify = [KeyUse.Lease], PathLength = 0 };
        string[] chain = [Sound.Lease.Sign(second), lower.Sign(Trust.DelegateKey), upper.Sign(Trust.Root)];
        CertificateChain.TryVerify(chain, Sound.Pins, out _, out var error);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("delegate,lease", "lease", LeaseTokenError.None)]
    [InlineData("delegate,lease", "delegate,lease", LeaseTokenError.None)]
    [InlineData("delegate,lease", "lease,revocation", LeaseTokenError.CertificateNotAllowed)]
    [InlineData("delegate", "lease", LeaseTokenError.CertificateNotAllowed)]
    [InlineData("lease", "lease", LeaseTokenError.CertificateNotAllowed)]
    public void A_delegate_passes_on_no_more_than_it_has(string upperUses, string lowerUses, LeaseTokenError expected)
    {
        var second = BouncyCastleSigner.Number(5);
        var upper = Sound.Delegate with { MayCertify = Names(upperUses) };
        var lower = Trust.Certificate(second, KeyUse.Delegate) with { MayCertify = Names(lowerUses) };
        string[] chain = [Sound.Lease.Sign(second), lower.Sign(Trust.DelegateKey), upper.Sign(Trust.Root)];
        CertificateChain.TryVerify(chain, Sound.Pins, out _, out var error);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData(null, null, LeaseTokenError.None)]
    [InlineData(null, "server_1", LeaseTokenError.None)]
    [InlineData("server_1", "server_1", LeaseTokenError.None)]
    [InlineData("server_1", "server_2", LeaseTokenError.CertificateNotAllowed)]
    [InlineData("server_1", null, LeaseTokenError.CertificateNotAllowed)]
    public void A_server_s_delegate_certifies_for_that_server_alone(string? parent, string? child, LeaseTokenError expected)
    {
        var trust = Sound with { Delegate = Sound.Delegate with { Server = parent }, Lease = Sound.Lease with { Server = child } };
        Assert.Equal(expected, trust.Verify());
    }

    [Fact]
    public void Whoever_certified_a_key_is_told_up_to_the_root()
    {
        Assert.True(CertificateChain.TryVerify(Sound.Chain, Sound.Pins, out var key, out _));
        Assert.Equal([Trust.DelegateKey.PublicKey.Id, Trust.Root.PublicKey.Id], key.Parents);
        Assert.Equal("series-1", key.Series);
    }

    [Fact]
    public void The_shortest_longest_lease_of_the_chain_counts()
    {
        var trust = Sound with
        {
            Delegate = Sound.Delegate with { MaxLeaseSeconds = 600 },
            Lease = Sound.Lease with { MaxLeaseSeconds = 3600 },
        };
        Assert.True(CertificateChain.TryVerify(trust.Chain, trust.Pins, out var key, out _));
        Assert.Equal(600, key.MaxLeaseSeconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_chain_has_one_to_three_certificates(int count)
    {
        var chain = Enumerable.Repeat(Sound.Chain[1], count).ToList();
        Assert.False(CertificateChain.TryVerify(chain, Sound.Pins, out _, out var error));
        Assert.Equal(LeaseTokenError.FooterMalformed, error);
    }

    [Theory]
    [InlineData("\"typ\":\"bp-key\"", "\"typ\":\"bp-lease\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"use\":\"lease\"", "\"use\":\"other\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"later\":1", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"path_len\":0", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"may_certify\":[\"lease\"]", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"max_lease_seconds\":0", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"tenants\":[]", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"tenants\":[\"a\",\"a\"]", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"tenants\":null", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"series-1\",\"series\":\"series-1\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"nbf\":\"2026-01-04T10:00:00Z\"", "\"nbf\":\"2026-01-06T10:00:00Z\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"exp\":\"2027-01-15T10:00:00Z\"", "\"exp\":\"2026-01-01T10:00:00Z\"", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"key\":\"k4.public.", "\"key\":\"k4.public.A", LeaseTokenError.CertificateMalformed)]
    [InlineData("\"key\":\"k4.public.", "\"key\":\"k3.public.", LeaseTokenError.CertificateMalformed)]
    public void A_certificate_is_read_strictly(string sound, string damaged, LeaseTokenError expected)
    {
        var payload = PayloadOf(Sound.Chain[0]);
        Assert.Contains(sound, payload, StringComparison.Ordinal);
        var damagedPayload = Encoding.UTF8.GetBytes(payload.Replace(sound, damaged, StringComparison.Ordinal));
        var text = PublicToken.Sign(Trust.DelegateKey, damagedPayload, KeyCertificate.FooterOf(Trust.DelegateKey.PublicKey.Id));
        Assert.False(CertificateChain.TryVerify([text, Sound.Chain[1]], Sound.Pins, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_certificate_of_an_unfit_key_is_refused()
    {
        var unfit = PaserkText.FormatPublic(Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
        var payload = PayloadOf(Sound.Chain[0]).Replace(Trust.LeaseKey.PublicKey.Paserk, unfit, StringComparison.Ordinal);
        var text = PublicToken.Sign(
            Trust.DelegateKey,
            Encoding.UTF8.GetBytes(payload),
            KeyCertificate.FooterOf(Trust.DelegateKey.PublicKey.Id)
        );
        Assert.False(CertificateChain.TryVerify([text, Sound.Chain[1]], Sound.Pins, out _, out var error));
        Assert.Equal(LeaseTokenError.CertificateKeyUnfit, error);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"kid":"k4.pid.AAAA"}""")]
    [InlineData("""not json""")]
    public void A_certificate_names_its_parent_and_nothing_else(string footer)
    {
        var text = PublicToken.Sign(Trust.DelegateKey, Encoding.UTF8.GetBytes(PayloadOf(Sound.Chain[0])), Encoding.UTF8.GetBytes(footer));
        Assert.False(CertificateChain.TryVerify([text, Sound.Chain[1]], Sound.Pins, out _, out var error));
        Assert.Equal(LeaseTokenError.CertificateMalformed, error);
    }

    [Fact]
    public void Names_are_counted_and_measured()
    {
        var sixteen = Enumerable.Range(0, 16).Select(i => $"t{i}").ToList();
        _ = (Sound.Lease with { Tenants = sixteen }).Sign(Trust.Root);
        Assert.Throws<ArgumentException>(() => (Sound.Lease with { Tenants = [.. sixteen, "t16"] }).Sign(Trust.Root));
        _ = (Sound.Lease with { Series = new string('s', 128) }).Sign(Trust.Root);
        Assert.Throws<ArgumentException>(() => (Sound.Lease with { Series = new string('s', 129) }).Sign(Trust.Root));
        // {"tenants":["…"],"products":["…"]}: 32 bytes beside the names.
        _ = (Sound.Lease with { Tenants = [new string('t', 500)], Products = [new string('p', 492)] }).Sign(Trust.Root);
        Assert.Throws<ArgumentException>(() =>
            (Sound.Lease with { Tenants = [new string('t', 500)], Products = [new string('p', 493)] }).Sign(Trust.Root)
        );
        var long16 = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 64)).ToList();
        Assert.Throws<ArgumentException>(() => (Sound.Lease with { Tenants = long16 }).Sign(Trust.Root));
    }

    [Fact]
    public void A_certificate_is_written_as_the_protocol_says()
    {
        var full = Sound.Delegate with
        {
            Server = "server_1",
            Tenants = ["acme"],
            Products = ["cad-pro", "office"],
            MaxLeaseSeconds = 3600,
            PathLength = 0,
        };
        Assert.Equal(
            $$"""{"typ":"bp-key","key":"{{Trust.DelegateKey.PublicKey.Paserk}}","use":"delegate","iat":"2026-01-05T10:00:00Z","nbf":"2026-01-04T10:00:00Z","exp":"2036-01-13T10:00:00Z","series":"series-1","server":"server_1","tenants":["acme"],"products":["cad-pro","office"],"may_certify":["lease","report"],"max_lease_seconds":3600,"path_len":0}""",
            PayloadOf(full.Sign(Trust.Root))
        );
    }

    private static string[]? Names(string? list) => list?.Split(',');

    private static string PayloadOf(string text) =>
        PublicToken.TryRead(text, out var token, out _)
            ? Encoding.UTF8.GetString(token.Payload.Span)
            : throw new InvalidOperationException(text);

    /// <summary>The first one's payload and footer under the second one's signature.</summary>
    private static string SignatureOf(string text, string signed)
    {
        PublicToken.TryRead(text, out var token, out _);
        PublicToken.TryRead(signed, out var other, out _);
        byte[] body = [.. token!.Payload.Span, .. other!.Signature.Span];
        return $"v4.public.{BigPicture.Protocol.Text.Base64Url.Encode(body)}.{BigPicture.Protocol.Text.Base64Url.Encode(token.Footer.Span)}";
    }
}
