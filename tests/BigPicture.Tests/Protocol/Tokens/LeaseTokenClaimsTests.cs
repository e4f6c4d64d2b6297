using System.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Protocol.Tokens;

public sealed class LeaseTokenClaimsTests
{
    private const string Written =
        """{"typ":"bp-lease","iss":"https://licenses.example.com","sub":"user:alice","aud":"cad-pro","jti":"lease_01kf0r2zsefnhsq7w0q8q4j1ra","iat":"2026-01-15T10:00:00Z","nbf":"2026-01-15T10:00:00Z","exp":"2026-01-15T11:00:00Z","bp":{"v":1,"tenant":"acme","entitlement":"ent_01kf0r2zsefnhsq7w0q8q4j1rb","type":"concurrent","features":["export","render"],"generation":1,"renew_after":"2026-01-15T10:35:00Z"}}""";

    private const string WrittenInFull =
        ""","grace_until":"2026-01-15T12:00:00Z","session":"s-1","bind":"machine","usage_signals":true,"overdraft":true}}""";

    private static readonly LeaseTokenClaims Full = Samples.Claims with
    {
        GraceUntil = Samples.Now.AddHours(2),
        Session = "s-1",
        BindMachine = true,
        UsageSignals = true,
        Overdraft = true,
    };

    /// <summary>A change of the payload, each of which makes it another thing than a lease.</summary>
    public static TheoryData<string, string> Damages =>
        new()
        {
            { "{\"typ\"", "[\"typ\"" },
            { "}}", "}},{}" },
            { "}}", "}" },
            { "\"jti\":", "\"jto\":" },
            { "\"jti\":", "\"jti\":\"x\",\"jti\":" },
            { "\"v\":1", "\"v\":1,\"v\":1" },
            { "\"iat\":\"2026-01-15T10:00:00Z\"", "\"iat\":1768471200" },
            { "\"iat\":\"2026-01-15T10:00:00Z\"", "\"iat\":\"2026-01-15T10:00:00.0Z\"" },
            { "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-01-15T12:00:00+01:00\"" },
            { "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":null" },
            { "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-01-15T09:00:00Z\"" },
            { "\"bp\":{", "\"extra\":1,\"bp\":{" },
            { "\"features\":[\"export\",\"render\"]", "\"features\":\"export\"" },
            { "\"features\":[\"export\",\"render\"]", "\"features\":[1]" },
            { "\"features\":[\"export\",\"render\"]", "\"features\":null" },
            { "\"generation\":1", "\"generation\":0" },
            { "\"generation\":1", "\"generation\":1.5" },
            { "\"generation\":1", "\"generation\":\"1\"" },
            { "\"generation\":1", "\"generation\":99999999999" },
            { "\"v\":1", "\"v\":\"1\"" },
            { "\"v\":1,", "" },
            { "\"tenant\":\"acme\"", "\"tenant\":null" },
            { "\"tenant\":\"acme\"", "\"tenant\":\"\\ud800\"" },
            { "\"tenant\":\"acme\"", "\"tenant\":\"acme\",\"note\":\"\\udc00\"" },
            { "\"tenant\":\"acme\"", "\"tenant\":\"acme\",\"\\ud800\":1" },
            { "\"sub\":\"user:alice\"", "\"sub\":\"alice\"" },
            { "\"sub\":\"user:alice\"", "\"sub\":\"user:\"" },
            { "\"generation\":1", "\"generation\":1,\"bind\":\"disk\"" },
            { "\"generation\":1", "\"generation\":1,\"bind\":true" },
            { "\"generation\":1", "\"generation\":1,\"overdraft\":1" },
            { "\"generation\":1", "\"generation\":1,\"grace_until\":null" },
            { "\"generation\":1", "\"generation\":1,\"grace_until\":\"2026-01-15T10:59:59Z\"" },
            { "\"generation\":1", "\"generation\":1,\"deep\":[[[[[[[[[[]]]]]]]]]]" },
            { "{\"typ\"", "\uFEFF{\"typ\"" },
            { "{\"typ\"", "/**/{\"typ\"" },
        };

    [Fact]
    public void The_payload_is_written_as_the_protocol_says()
    {
        Assert.Equal(Written, Encoding.UTF8.GetString(Samples.Claims.ToUtf8()));
        Assert.Equal(Written[..^2] + WrittenInFull, Encoding.UTF8.GetString(Full.ToUtf8()));
    }

    [Fact]
    public void Claims_come_back()
    {
        Assert.True(LeaseToken.TryRead(new Trust().Token(Full, "m-1"), out var token, out _));
        Assert.Equal(Full.ToUtf8(), token.Claims.ToUtf8());
        Assert.Equal(Trust.LeaseKey.PublicKey.Id, token.Footer.KeyId);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_payload_that_is_not_exactly_a_lease_is_refused(string sound, string damaged)
    {
        Assert.Contains(sound, Written, StringComparison.Ordinal);
        var token = new Trust().Token(ReplaceFirst(Written, sound, damaged));
        Assert.False(LeaseToken.TryRead(token, out _, out var error));
        Assert.Equal(LeaseTokenError.PayloadMalformed, error);
    }

    [Fact]
    public void Invalid_UTF_8_is_refused()
    {
        var payload = Samples.Claims.ToUtf8();
        payload[Array.IndexOf(payload, (byte)'a')] = 0xff;
        var token = PublicToken.Sign(Trust.LeaseKey, payload, new Trust().Footer.Utf8);
        Assert.False(LeaseToken.TryRead(token, out _, out var error));
        Assert.Equal(LeaseTokenError.PayloadMalformed, error);
    }

    [Fact]
    public void Unknown_members_of_bp_are_ignored()
    {
        var token = new Trust().Token(ReplaceFirst(Written, "\"generation\":1", "\"later\":{\"a\":[1,null]},\"generation\":1"));
        Assert.True(LeaseToken.TryRead(token, out var read, out _));
        Assert.Equal(Samples.Claims.ToUtf8(), read.Claims.ToUtf8());
    }

    [Fact]
    public void Text_stands_unescaped_as_far_as_JSON_allows()
    {
        const string subject = "user:Zoë 😀 <a&b> \u2028 \"q\" \\ \u007f \u0378";
        var json = Encoding.UTF8.GetString((Samples.Claims with { Subject = subject }).ToUtf8());
        Assert.Contains("\"user:Zoë 😀 <a&b> \u2028 \\\"q\\\" \\\\ \u007f \u0378\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_comes_back() =>
        Gen
            .String.Where(IsWellFormed)
            .Sample(
                text =>
                {
                    var claims = Samples.Claims with { Subject = "user:x" + text, Session = text };
                    Assert.True(LeaseToken.TryRead(new Trust().Token(claims), out var token, out _));
                    Assert.Equal(text, token.Claims.Session);
                    Assert.Equal(claims.Subject, token.Claims.Subject);
                },
                iter: 200
            );

    [Fact]
    public void A_lone_surrogate_is_never_signed() =>
        Assert.ThrowsAny<ArgumentException>(() => (Samples.Claims with { Session = "\ud800" }).ToUtf8());

    [Fact]
    public void The_largest_lease_fits_the_longest_token()
    {
        // The limits at which things are defined: ids of 512 bytes, features of 2,048, an issuer of 200, names of 1,024 a certificate.
        var names = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 54)).ToList();
        var id = string.Concat(Enumerable.Repeat("😀", 128));
        var trust = new Trust
        {
            Delegate = new Trust().Delegate with { Tenants = [.. names.Take(8), "acme"], Products = [.. names.Skip(8).Take(7), "cad-pro"] },
            Lease = new Trust().Lease with
            {
                Tenants = [.. names.Take(8), "acme"],
                Products = [.. names.Skip(8).Take(7), "cad-pro"],
                Server = new string('s', 33),
            },
        };
        var third = Trust.Certificate(BouncyCastle(9), "delegate") with
        {
            MayCertify = ["lease"],
            Tenants = trust.Lease.Tenants,
            Products = trust.Lease.Products,
        };
        var features = Enumerable.Range(0, 28).Select(i => new string('f', 62) + i.ToString("00", null)).ToList();
        var claims = Full with
        {
            Issuer = new string('i', 200),
            Subject = LeaseSubject.User(id),
            Session = id,
            Tenant = new string('t', 64),
            Audience = new string('p', 64),
            LicenseType = new string('y', 64),
            Features = features,
        };
        var footer = LeaseTokenFooter.Create(Trust.LeaseKey.PublicKey, [.. trust.Chain, third.Sign(Trust.Root)]);
        var token = LeaseToken.Sign(Trust.LeaseKey, claims, footer, "m-1");
        Assert.InRange(token.Length, 10_000, PublicToken.LengthMax);
    }

    [Fact]
    public void A_signer_never_signs_under_another_key_s_footer() =>
        Assert.Throws<ArgumentException>(() => LeaseToken.Sign(Trust.Stranger, Samples.Claims, new Trust().Footer));

    [Fact]
    public void Bound_claims_are_never_signed_without_the_machine() =>
        Assert.Throws<ArgumentNullException>(() => new Trust().Token(Full, machineId: null));

    private static Protocol.Keys.BouncyCastleSigner BouncyCastle(byte number) => Protocol.Keys.BouncyCastleSigner.Number(number);

    private static bool IsWellFormed(string text)
    {
        try
        {
            new UTF8Encoding(false, true).GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string ReplaceFirst(string text, string sound, string damaged)
    {
        var at = text.IndexOf(sound, StringComparison.Ordinal);
        return text[..at] + damaged + text[(at + sound.Length)..];
    }
}
