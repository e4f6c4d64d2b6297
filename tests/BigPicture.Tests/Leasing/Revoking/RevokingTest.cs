using BigPicture.Application.Leasing;
using BigPicture.Application.Leasing.Revoking;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Leasing.Revoking;

/// <summary>Two tenants on a server, and an application that verifies what it is told.</summary>
public abstract class RevokingTest(TestDatabase database) : IAsyncLifetime
{
    internal TestServer Server { get; } = new(database: database);

    public async ValueTask InitializeAsync()
    {
        await Server.Start();
        await Server.AddNames(["acme", "globex"], ["cad-pro"]);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<LeaseAnswer> Lease(string user, bool takeover = false) =>
        Server.Do(
            new ActivateLease(
                new LeaseApplication
                {
                    Tenant = Catalogue.Acme,
                    Product = Catalogue.CadPro,
                    Subject = new Subject(SubjectKind.User, user),
                    SessionId = "s",
                },
                Takeover: takeover
            )
        );

    /// <summary>The list as the server tells it, verified.</summary>
    internal async Task<RevocationList> List(string tenant = "acme")
    {
        var signed = await Server.Do(new GetRevocations(new TenantId(tenant)));
        var list = await Verify(signed.Token, tenant);
        Assert.Equal(signed.Epoch, list.Epoch);
        return list;
    }

    internal async Task<RevocationList> Verify(string token, string tenant = "acme")
    {
        var verifier = new RevocationVerifier(
            new LeaseVerifierOptions { Roots = [.. (await Server.Do(new GetKeys())).Roots.Select(Key)], Audience = "cad-pro" }
        );
        var verdict = verifier.Verify(token, tenant, Server.Clock.GetUtcNow());
        Assert.Equal(RevocationListError.None, verdict.Error);
        return verdict.List!;
    }

    internal static RevokedBy Find(RevocationList list, string token) =>
        LeaseToken.TryRead(token, out var lease, out _) ? list.Find(lease) : throw new InvalidOperationException();

    private static VerifyingKey Key(string paserk) =>
        VerifyingKey.TryParse(paserk, out var key) ? key : throw new InvalidOperationException();
}
