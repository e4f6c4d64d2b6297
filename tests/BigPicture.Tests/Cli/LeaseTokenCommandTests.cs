using System.Text.Json.Nodes;
using BigPicture.Cli;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Cli;

/// <summary>Verify and inspect: no server, no API token, only the token and the root key.</summary>
public sealed class LeaseTokenCommandTests
{
    private static readonly BouncyCastleSigner Root = BouncyCastleSigner.Number(1);
    private static readonly BouncyCastleSigner Key = BouncyCastleSigner.Number(2);
    private static readonly string Token = Sign();

    [Fact]
    public async Task A_good_token_verifies_with_the_root_key_alone()
    {
        var typed = await Verify(Token, "--product", "cad-pro");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Contains("valid\tyes", typed.OutLines);
        Assert.Contains("bp.tenant\tacme", typed.OutLines);
        Assert.Empty(typed.Error);
    }

    [Fact]
    public async Task The_verdict_as_json_has_one_shape_whatever_it_is()
    {
        var good = JsonNode.Parse((await Verify(Token, "--json")).Out)!;
        var bad = JsonNode.Parse((await Verify(Token[..^8], "--json")).Out)!;

        Assert.Equal(good.AsObject().Select(m => m.Key), bad.AsObject().Select(m => m.Key));
        Assert.True((bool)good["valid"]!);
        Assert.Equal("lease_1", (string?)good["claims"]!["jti"]);
        Assert.False((bool)bad["valid"]!);
        Assert.NotNull((string?)bad["error"]);
    }

    [Fact]
    public async Task A_token_that_was_changed_does_not_verify()
    {
        var at = Token.IndexOf('.', "v4.public.".Length) - 20;
        var changed = Token[..at] + (Token[at] == 'A' ? 'B' : 'A') + Token[(at + 1)..];

        var typed = await Verify(changed);

        Assert.Equal(ExitCode.Integrity, typed.Code);
        Assert.Contains("signature_invalid", typed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audience_mismatch", "--product", "office")]
    [InlineData("issuer_mismatch", "--issuer", "http://elsewhere")]
    public async Task A_token_that_is_meant_for_another_does_not_verify(string error, params string[] pin)
    {
        var typed = await Verify(Token, pin);

        Assert.Equal(ExitCode.Integrity, typed.Code);
        Assert.Contains(error, typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_vendors_root_verifies_nothing()
    {
        var typed = await Typed.Line(["lease", "verify", Token, "--root-key", BouncyCastleSigner.Number(3).PublicKey.Paserk]);

        Assert.Equal(ExitCode.Integrity, typed.Code);
        Assert.Contains("root_unknown", typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_shows_the_token_and_its_certificates_and_says_that_nothing_is_verified()
    {
        var typed = await Typed.Line(["lease", "inspect", "-", "--json"], stdin: Token);

        var shown = JsonNode.Parse(typed.Out)!;
        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.False((bool)shown["verified"]!);
        Assert.Equal("lease_1", (string?)shown["payload"]!["jti"]);
        Assert.Equal("lease", (string?)shown["certificates"]![0]!["use"]);
        Assert.Contains("Nothing of this is verified", typed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("v4.public.AAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_is_an_integrity_failure_for_both(string text)
    {
        Assert.Equal(ExitCode.Integrity, (await Verify(text)).Code);
        Assert.Equal(ExitCode.Integrity, (await Typed.Line(["lease", "inspect", text])).Code);
    }

    private static Task<Typed> Verify(string token, params string[] more) =>
        Typed.Line(["lease", "verify", token, "--root-key", Root.PublicKey.Paserk, .. more]);

    private static string Sign()
    {
        var certificate = new KeyCertificate
        {
            Key = Key.PublicKey,
            Use = KeyUse.Lease,
            IssuedAt = Typed.Now,
            NotBefore = Typed.Now.AddDays(-1),
            ExpiresAt = Typed.Now.AddDays(30),
            Series = "s",
        }.Sign(Root);
        var claims = new LeaseTokenClaims
        {
            Issuer = "http://127.0.0.1:8080",
            Subject = LeaseSubject.User("alice"),
            Audience = "cad-pro",
            LeaseId = "lease_1",
            IssuedAt = Typed.Now,
            NotBefore = Typed.Now,
            ExpiresAt = Typed.Now.AddHours(1),
            Tenant = "acme",
            Entitlement = "ent_1",
            LicenseType = "concurrent",
            Features = ["export"],
            Generation = 1,
            RenewAfter = Typed.Now.AddMinutes(36),
        };
        return LeaseToken.Sign(Key, claims, LeaseTokenFooter.Create(Key.PublicKey, [certificate]));
    }
}
