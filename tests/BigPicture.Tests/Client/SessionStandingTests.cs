using BigPicture.Client;
using BigPicture.Client.Sessions;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Client;

public sealed class SessionStandingTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly LicenseRefusal Ended = new() { Code = "LEASE_EXPIRED", Message = "It ended." };
    private static readonly LicenseRefusal Late = new() { Code = "INTERNAL_ERROR", Message = "A renewal failed." };

    private readonly ClientParts parts = new(
        new LicenseClientOptions
        {
            Servers = [new("https://licenses.example.com")],
            Token = "bp_x",
            Product = "cad-pro",
            RootKeys = ["k4.public.11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
            MachineId = "machine",
            StateDirectory = "",
            TimeProvider = new FakeTimeProvider(Noon),
        }
    );

    private readonly SessionStanding standing;

    public SessionStandingTests() => standing = new SessionStanding(Granted(), parts, _ => { });

    public void Dispose() => parts.Dispose();

    [Fact]
    public void A_renewal_that_fails_after_the_end_does_not_change_why_it_ended()
    {
        Assert.True(standing.Lose(Ended));
        standing.Renewing(Late);
        Assert.Equal((SessionState.Lost, Ended), (standing.State, standing.Reason));
    }

    [Fact]
    public void A_lease_that_comes_after_the_end_is_not_held()
    {
        standing.Release();
        Assert.False(standing.Hold(Granted()));
        Assert.False(standing.Lose(Ended));
        Assert.Equal((SessionState.Released, (LicenseRefusal?)null), (standing.State, standing.Reason));
        Assert.False(standing.Features.Contains("export"));
    }

    private HeldLease Granted()
    {
        var key = BouncyCastleSigner.Number(1);
        var certificate = new KeyCertificate
        {
            Key = key.PublicKey,
            Use = KeyUse.Lease,
            IssuedAt = Noon,
            NotBefore = Noon,
            ExpiresAt = Noon.AddDays(30),
            Series = "s",
        }.Sign(key);
        var claims = new LeaseTokenClaims
        {
            Issuer = "https://licenses.example.com",
            Subject = LeaseSubject.User("alice"),
            Audience = "cad-pro",
            LeaseId = "lease_1",
            IssuedAt = Noon,
            NotBefore = Noon,
            ExpiresAt = Noon.AddHours(1),
            Tenant = "acme",
            Entitlement = "ent_1",
            LicenseType = "concurrent",
            Features = ["export"],
            Generation = 1,
            RenewAfter = Noon.AddMinutes(36),
        };
        var text = LeaseToken.Sign(key, claims, LeaseTokenFooter.Create(key.PublicKey, [certificate]));
        Assert.True(LeaseToken.TryRead(text, out var token, out _));
        return new HeldLease(parts.Servers[0], token);
    }
}
