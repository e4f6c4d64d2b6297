using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class OwnTokensTests : IDisposable
{
    private const string Issuer = "https://licenses.example.com";

    private readonly KeyRing keys = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));

    private OwnTokens Tokens => new(keys, Issuer);

    private Lease Lease => SampleLease.Under(keys);

    [Fact]
    public void The_same_row_gives_the_same_bytes()
    {
        var lease = Lease;
        Assert.Equal(Tokens.Sign(lease), Tokens.Sign(lease with { }));
    }

    [Fact]
    public void An_application_with_the_root_accepts_it()
    {
        var verifier = new LeaseVerifier(
            new LeaseVerifierOptions
            {
                Roots = keys.Roots,
                Audience = "cad-pro",
                Issuer = Issuer,
            }
        );
        var verdict = verifier.Verify(Tokens.Sign(Lease), Samples.Now);
        Assert.Equal(LeaseValidity.Valid, verdict.Validity);
        var claims = verdict.Claims!;
        Assert.Equal("user:alice", claims.Subject);
        Assert.Equal("s-1", claims.Session);
        Assert.Equal(Samples.Now.AddSeconds(4000), claims.GraceUntil);
        Assert.Equal(["export"], claims.Features);
    }

    [Fact]
    public void A_bound_machine_lease_hides_the_machine_s_id_and_verifies_with_it_alone()
    {
        var lease = Lease with { BindMachine = true, SubjectKind = SubjectKind.Machine, SubjectId = "m-7", MachineId = null };
        var token = Tokens.Sign(lease);
        var verifier = new LeaseVerifier(new LeaseVerifierOptions { Roots = keys.Roots, Audience = "cad-pro" });
        Assert.Equal(LeaseTokenError.MachineIdMissing, verifier.Verify(token, Samples.Now).Error);
        Assert.Equal(LeaseTokenError.MachineMismatch, verifier.Verify(token, Samples.Now, "m-8").Error);
        var verdict = verifier.Verify(token, Samples.Now, "m-7");
        Assert.Equal(LeaseValidity.Valid, verdict.Validity);
        Assert.Equal(LeaseSubject.Machine("m-7", bound: true), verdict.Claims!.Subject);
    }

    [Fact]
    public void A_token_just_signed_is_known_without_a_signature_check()
    {
        var tokens = Tokens;
        var lease = Lease;
        var presented = tokens.Read(tokens.Sign(lease), out _);
        Assert.NotNull(presented);
        Assert.Null(presented.Unverified);
        Assert.True(presented.IsOurs(machineId: null));
        Assert.Equal(new PresentedLease(lease.Tenant, lease.Product, lease.Entitlement, lease.Id, 1), presented.Lease);
    }

    [Fact]
    public void A_token_from_before_a_restart_is_verified_and_then_known()
    {
        var lease = Lease;
        var text = Tokens.Sign(lease);
        var restarted = Tokens;
        var presented = restarted.Read(text, out _);
        Assert.NotNull(presented?.Unverified);
        Assert.Equal(new PresentedLease(lease.Tenant, lease.Product, lease.Entitlement, lease.Id, 1), presented.Lease);
        Assert.True(presented.IsOurs(machineId: null));
        Assert.Null(restarted.Read(text, out _)!.Unverified);
    }

    [Fact]
    public void A_changed_token_is_not_ours()
    {
        var lease = Lease;
        var forged = Samples.WithClaims(Tokens.Sign(lease), LeaseClaims.Of(lease with { Generation = 2 }, Issuer));
        var tokens = Tokens;
        Assert.False(tokens.Read(forged, out _)!.IsOurs(machineId: null));
        Assert.False(tokens.Read(forged, out _)!.IsOurs(machineId: null));
    }

    [Fact]
    public void A_token_of_another_server_is_refused_by_name()
    {
        using var others = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));
        var text = new OwnTokens(others, Issuer).Sign(Lease with { KeyId = others.Current.KeyId });
        Assert.Null(Tokens.Read(text, out var error));
        Assert.Equal(LeaseTokenError.RootUnknown, error);
    }

    [Fact]
    public void Anything_else_is_refused_by_name()
    {
        Assert.Null(Tokens.Read("nonsense", out var error));
        Assert.Equal(LeaseTokenError.HeaderUnknown, error);
    }

    [Fact]
    public void A_bound_token_is_ours_only_together_with_the_row_s_machine()
    {
        var text = Tokens.Sign(Lease with { BindMachine = true });
        var tokens = Tokens;
        Assert.True(tokens.Read(text, out _)!.NeedsMachine);
        Assert.False(tokens.Read(text, out _)!.IsOurs(machineId: null));
        Assert.False(tokens.Read(text, out _)!.IsOurs("m-2"));
        Assert.True(tokens.Read(text, out _)!.IsOurs("m-1"));
    }

    [Fact]
    public void A_lease_recorded_under_an_unknown_key_is_our_own_defect() =>
        Assert.Throws<InvalidOperationException>(() => Tokens.Sign(Lease with { KeyId = "k4.pid.other" }));

    [Fact]
    public void What_is_remembered_is_bounded_and_the_oldest_goes_first()
    {
        var recent = new RecentTokens(capacity: 3);
        foreach (var token in (string[])["a", "b", "b", "c", "d"])
            recent.Add(token, new PresentedLease(new TenantId(token), default, default, default, 1));
        Assert.False(recent.TryGet("a", out _));
        Assert.All((string[])["b", "c", "d"], token => Assert.True(recent.TryGet(token, out var lease) && lease.Tenant.Value == token));
    }

    [Fact]
    public void Both_libraries_sign_and_verify_alike()
    {
        byte[] seed = [.. Enumerable.Repeat((byte)3, 32)];
        using var native = new Ed25519Signer(seed);
        var managed = new BouncyCastleSigner(seed);
        Assert.Equal(managed.PublicKey, native.PublicKey);
        for (var length = 0; length < 300; length += 7)
        {
            var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            byte[] one = new byte[64],
                other = new byte[64];
            native.Sign(message, one);
            managed.Sign(message, other);
            Assert.Equal(one, other);
            Assert.True(native.Signed(message, other));
            Assert.True(native.PublicKey.Verifies(message, one));
            other[length % 64] ^= 1;
            Assert.False(native.Signed(message, other));
            Assert.False(native.PublicKey.Verifies(message, other));
        }
    }

    public void Dispose() => keys.Dispose();
}
