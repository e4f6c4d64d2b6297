using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Revocations;

public sealed class RevocationVerifierTests
{
    private static readonly ListTrust Sound = new();
    private static readonly RevocationList List = ListTrust.Sample;

    [Fact]
    public void A_list_is_read_as_it_was_written()
    {
        var read = Sound.Verify(Sound.Token(List)).List!;
        Assert.Equal((List.Issuer, List.Tenant, List.Series, List.Epoch), (read.Issuer, read.Tenant, read.Series, read.Epoch));
        Assert.Equal((List.IssuedAt, List.ExpiresAt), (read.IssuedAt, read.ExpiresAt));
        Assert.Equal(List.Leases, read.Leases);
        Assert.Equal(List.Entitlements, read.Entitlements);
        Assert.Equal(List.Keys, read.Keys);
    }

    [Fact]
    public void A_list_is_written_as_the_protocol_says()
    {
        PublicToken.TryRead(Sound.Token(List), out var token, out _);
        Assert.Equal(
            $$"""{"typ":"bp-revocations","iss":"https://licenses.example.com","tenant":"acme","series":"series-1","epoch":17,"iat":"2026-01-15T10:00:00Z","exp":"2026-01-16T10:00:00Z","leases":["lease_01kf0r2zsefnhsq7w0q8q4j1rz"],"entitlements":[{"id":"ent_01kf0r2zsefnhsq7w0q8q4j1rz","issued_before":"2026-01-15T09:59:55Z"}],"keys":["{{Trust.Stranger.PublicKey.Id}}"]}""",
            Encoding.UTF8.GetString(token!.Payload.Span)
        );
    }

    [Fact]
    public void A_list_without_entries_is_a_list()
    {
        var empty = List with { Leases = [], Entitlements = [], Keys = [], Epoch = 0 };
        Assert.Equal(RevocationListError.None, Sound.Judge(empty));
        Assert.EndsWith("\"leases\":[],\"entitlements\":[],\"keys\":[]}", PayloadOf(empty), StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_list_fits_and_one_entry_more_does_not()
    {
        var most = List with
        {
            Leases = [.. Enumerable.Repeat(List.Leases[0], RevocationList.LeasesMax)],
            Entitlements = [.. Enumerable.Repeat(List.Entitlements[0], RevocationList.EntitlementsMax)],
            Keys = [.. Enumerable.Repeat(List.Keys[0], RevocationList.KeysMax)],
        };
        Assert.Equal(RevocationListError.None, Sound.Judge(most));
        Assert.Throws<ArgumentException>(() => Sound.Token(most with { Leases = [.. most.Leases, "lease_1"] }));
        Assert.Throws<ArgumentException>(() => Sound.Token(most with { Entitlements = [.. most.Entitlements, List.Entitlements[0]] }));
        Assert.Throws<ArgumentException>(() => Sound.Token(most with { Keys = [.. most.Keys, List.Keys[0]] }));
        Assert.Equal(
            RevocationListError.PayloadMalformed,
            Sound.Verify(Sound.Token(PayloadOf(most).Replace("\"leases\":[", "\"leases\":[\"lease_1\",", StringComparison.Ordinal))).Error
        );
    }

    [Fact]
    public void More_characters_than_a_list_may_have_are_not_looked_at()
    {
        Assert.Equal(RevocationListError.TooLong, Sound.Verify(new string('a', RevocationList.LengthMax + 1)).Error);
        Assert.Equal(RevocationListError.HeaderUnknown, Sound.Verify(new string('a', RevocationList.LengthMax)).Error);
        Assert.Equal(RevocationListError.HeaderUnknown, Sound.Verify(null).Error);
        Assert.Equal(RevocationListError.Malformed, Sound.Verify(Sound.Token(List) + "=").Error);
    }

    [Theory]
    [InlineData(KeyUse.Lease)]
    [InlineData(KeyUse.Report)]
    public void Only_a_revocation_key_signs_lists(string use) =>
        Assert.Equal(
            RevocationListError.KeyUseMismatch,
            (Sound with { Certificate = Trust.Certificate(Trust.RevocationKey, use) }).Judge(List)
        );

    [Fact]
    public void A_lease_is_no_list_and_a_list_is_no_lease()
    {
        var leases = Sound.Trust;
        Assert.Equal(RevocationListError.KeyUseMismatch, Sound.Verify(leases.Token(Samples.Claims)).Error);
        Assert.Equal(LeaseTokenError.KeyUseMismatch, leases.Verifier.Verify(Sound.Token(List), Samples.Now).Error);
        Assert.Equal(RevocationListError.TypeMismatch, Sound.Verify(Sound.Token("""{"typ":"bp-lease"}""")).Error);
    }

    [Fact]
    public void A_list_is_verified_up_to_a_pinned_root()
    {
        var strangers = Sound with { Trust = Sound.Trust with { Pins = [Trust.Stranger.PublicKey] } };
        Assert.Equal(RevocationListError.RootUnknown, strangers.Judge(List));
        var narrow = Sound with { Trust = Sound.Trust with { Delegate = Sound.Trust.Delegate with { MayCertify = [KeyUse.Lease] } } };
        Assert.Equal(RevocationListError.CertificateNotAllowed, narrow.Judge(List));
        var forged = Samples.WithPayload(Sound.Token(List), Encoding.UTF8.GetBytes(PayloadOf(List with { Leases = [] })));
        Assert.Equal(RevocationListError.SignatureInvalid, Sound.Verify(forged).Error);
    }

    [Fact]
    public void A_list_is_one_issuer_s_and_one_tenant_s()
    {
        Assert.Equal(RevocationListError.IssuerMismatch, Sound.Judge(List with { Issuer = "https://other.example.com" }));
        Assert.Equal(RevocationListError.TenantMismatch, Sound.Judge(List with { Tenant = "beta" }));
        var beta = Sound with { Certificate = Sound.Certificate with { Tenants = ["beta"] } };
        Assert.Equal(RevocationListError.TenantNotCertified, beta.Judge(List));
        var office = Sound with { Certificate = Sound.Certificate with { Products = ["office"] } };
        Assert.Equal(RevocationListError.ProductNotCertified, office.Judge(List));
    }

    [Fact]
    public void A_list_lies_within_its_certificate_s_dates()
    {
        Assert.Equal(RevocationListError.None, Sound.Judge(List with { IssuedAt = Samples.Now.AddSeconds(60) }));
        Assert.Equal(RevocationListError.IssuedInFuture, Sound.Judge(List with { IssuedAt = Samples.Now.AddSeconds(61) }));
        var young = Sound with
        {
            Certificate = Sound.Certificate with { NotBefore = Samples.Now.AddSeconds(1), IssuedAt = Samples.Now.AddSeconds(1) },
        };
        Assert.Equal(RevocationListError.IssuedOutsideCertificate, young.Judge(List));
        Assert.Equal(
            RevocationListError.OutlivesCertificate,
            Sound.Judge(List with { ExpiresAt = Sound.Certificate.ExpiresAt.AddSeconds(1) })
        );
    }

    [Fact]
    public void A_stale_list_is_accepted_and_says_so()
    {
        var list = Sound.Verify(Sound.Token(List with { IssuedAt = Samples.Now.AddDays(-2), ExpiresAt = Samples.Now })).List!;
        Assert.True(list.IsStale(Samples.Now));
        Assert.False(list.IsStale(Samples.Now.AddSeconds(-1)));
    }

    [Theory]
    [InlineData("\"epoch\":17", "\"epoch\":-1")]
    [InlineData("\"epoch\":17", "\"epoch\":17.5")]
    [InlineData("\"epoch\":17", "\"epoch\":\"17\"")]
    [InlineData("\"epoch\":17", "\"epoch\":17,\"epoch\":17")]
    [InlineData("\"epoch\":17", "\"epoch\":17,\"later\":1")]
    [InlineData("\"epoch\":17,", "")]
    [InlineData("\"series\":\"series-1\"", "\"series\":\"\"")]
    [InlineData("\"iat\":\"2026-01-15T10:00:00Z\"", "\"iat\":\"2026-01-17T10:00:00Z\"")]
    [InlineData("\"leases\":[\"", "\"leases\":[1,\"")]
    [InlineData("\"leases\":[\"", "\"leases\":[\"\",\"")]
    [InlineData("\"entitlements\":[{", "\"entitlements\":[1,{")]
    [InlineData("\"entitlements\":[{", "\"entitlements\":[{},{")]
    [InlineData("\"entitlements\":[{", "\"entitlements\":[{\"later\":1,")]
    [InlineData("\"issued_before\":\"2026", "\"issued_before\":\"26")]
    [InlineData("\"keys\":[\"k4.pid", "\"keys\":[\"k4.public")]
    public void A_list_is_read_strictly(string sound, string damaged)
    {
        Assert.Contains(sound, PayloadOf(List), StringComparison.Ordinal);
        var token = Sound.Token(PayloadOf(List).Replace(sound, damaged, StringComparison.Ordinal));
        Assert.Equal(RevocationListError.PayloadMalformed, Sound.Verify(token).Error);
    }

    [Fact]
    public void What_lists_and_leases_are_refused_for_alike_has_one_name()
    {
        foreach (var error in Enum.GetValues<RevocationListError>().Where(error => error != RevocationListError.TenantMismatch))
            Assert.Equal(((LeaseTokenError)error).ToString(), error.ToString());
    }

    private static string PayloadOf(RevocationList list) => Encoding.UTF8.GetString(RevocationPayload.ToUtf8(list));
}
