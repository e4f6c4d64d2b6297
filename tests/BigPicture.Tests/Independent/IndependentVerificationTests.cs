using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Independent;

/// <summary>Our tokens are what the standard says, not only what our own reader takes.</summary>
public sealed class IndependentVerificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_token_and_its_chain_verify_with_a_library_that_is_not_ours()
    {
        using var keys = new KeyCeremony(Now);

        var seen = await IndependentVerifier.Verify(Sign(keys), Root(keys), "cad-pro", Now);

        Assert.NotNull(seen);
        Assert.Equal("user:zoë", (string?)seen["lease"]!["sub"]);
        Assert.Equal("acme", (string?)seen["lease"]!["bp"]!["tenant"]);
        Assert.Equal(["lease", "delegate"], seen["certificates"]!.AsArray().Select(c => (string?)c!["use"]));
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_machine_verifies_there_and_nowhere_else()
    {
        using var keys = new KeyCeremony(Now);
        var token = Sign(keys, machine: "desk-7");

        Assert.NotNull(await IndependentVerifier.Verify(token, Root(keys), "cad-pro", Now, machine: "desk-7"));
        Assert.Null(await IndependentVerifier.Verify(token, Root(keys), "cad-pro", Now, machine: "desk-8"));
        Assert.Null(await IndependentVerifier.Verify(token, Root(keys), "cad-pro", Now));
    }

    [Fact]
    public async Task Another_root_another_product_and_another_hour_are_refused_there_too()
    {
        using var keys = new KeyCeremony(Now);
        using var others = new KeyCeremony(Now);
        var token = Sign(keys);

        Assert.Null(await IndependentVerifier.Verify(token, Root(others), "cad-pro", Now));
        Assert.Null(await IndependentVerifier.Verify(token, Root(keys), "office", Now));
        Assert.Null(await IndependentVerifier.Verify(token, Root(keys), "cad-pro", Now.AddHours(2)));
    }

    private static string Root(KeyCeremony keys) => keys.Manifest.Roots[0].Key;

    private static string Sign(KeyCeremony keys, string? machine = null)
    {
        var entry = keys.Manifest.LeaseKeys[0];
        var claims = new LeaseTokenClaims
        {
            Issuer = "http://127.0.0.1:8080",
            Subject = machine is null ? LeaseSubject.User("zoë") : LeaseSubject.Machine(machine, bound: true),
            Audience = "cad-pro",
            LeaseId = "lease_1",
            IssuedAt = Now,
            NotBefore = Now,
            ExpiresAt = Now.AddHours(1),
            Tenant = "acme",
            Entitlement = "ent_1",
            LicenseType = "concurrent",
            Features = ["export", "render"],
            Generation = 1,
            RenewAfter = Now.AddMinutes(36),
            BindMachine = machine is not null,
        };
        var signer = keys.Keys.Single(key => key.FileName == entry.File).Signer;
        return LeaseToken.Sign(signer, claims, LeaseTokenFooter.Create(signer.PublicKey, entry.Chain), machine);
    }
}
