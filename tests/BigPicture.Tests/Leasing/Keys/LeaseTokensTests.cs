using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class LeaseTokensTests : IDisposable
{
    private readonly KeyRing keys = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));

    [Fact]
    public void The_same_claims_give_the_same_bytes()
    {
        var one = new LeaseTokens(keys).Sign(keys.Current.KeyId, Samples.Claims, machineId: null);
        var other = new LeaseTokens(keys).Sign(keys.Current.KeyId, Samples.Claims with { }, machineId: null);
        Assert.Equal(one, other);
    }

    [Fact]
    public void A_token_just_signed_is_known_without_a_signature_check()
    {
        var tokens = new LeaseTokens(keys);
        var text = tokens.Sign(keys.Current.KeyId, Samples.Claims, machineId: null);
        var presented = tokens.Read(text, out _);
        Assert.NotNull(presented);
        Assert.Null(presented.Unverified);
        Assert.True(tokens.IsOurs(presented, machineId: null));
        Assert.Equal(new PresentedLease(Samples.Claims.LeaseId, "acme", "cad-pro", 1), presented.Lease);
    }

    [Fact]
    public void A_token_from_before_a_restart_is_verified_and_then_known()
    {
        var text = new LeaseTokens(keys).Sign(keys.Current.KeyId, Samples.Claims, machineId: null);
        var restarted = new LeaseTokens(keys);
        var presented = restarted.Read(text, out _);
        Assert.NotNull(presented?.Unverified);
        Assert.True(restarted.IsOurs(presented, machineId: null));
        Assert.Null(restarted.Read(text, out _)!.Unverified);
    }

    [Fact]
    public void A_changed_token_is_not_ours()
    {
        var text = new LeaseTokens(keys).Sign(keys.Current.KeyId, Samples.Claims, machineId: null);
        var forged = Samples.WithClaims(text, Samples.Claims with { Generation = 2 });
        var tokens = new LeaseTokens(keys);
        var presented = tokens.Read(forged, out _);
        Assert.NotNull(presented);
        Assert.False(tokens.IsOurs(presented, machineId: null));
        Assert.False(tokens.IsOurs(tokens.Read(forged, out _)!, machineId: null));
    }

    [Fact]
    public void A_token_of_another_server_is_refused_by_name()
    {
        using var others = KeyStore.CreateInMemory(new FakeTimeProvider(Samples.Now));
        var text = new LeaseTokens(others).Sign(others.Current.KeyId, Samples.Claims, machineId: null);
        Assert.Null(new LeaseTokens(keys).Read(text, out var error));
        Assert.Equal(LeaseTokenError.RootUnknown, error);
    }

    [Fact]
    public void Anything_else_is_refused_by_name()
    {
        Assert.Null(new LeaseTokens(keys).Read("nonsense", out var error));
        Assert.Equal(LeaseTokenError.HeaderUnknown, error);
        Assert.Null(new LeaseTokens(keys).Read(null, out _));
    }

    [Fact]
    public void A_bound_token_is_ours_only_together_with_the_row_s_machine()
    {
        var bound = Samples.Claims with { BindMachine = true };
        var text = new LeaseTokens(keys).Sign(keys.Current.KeyId, bound, "m-1");
        var tokens = new LeaseTokens(keys);
        Assert.False(tokens.IsOurs(tokens.Read(text, out _)!, machineId: null));
        Assert.False(tokens.IsOurs(tokens.Read(text, out _)!, "m-2"));
        Assert.True(tokens.IsOurs(tokens.Read(text, out _)!, "m-1"));
    }

    [Fact]
    public void A_lease_recorded_under_an_unknown_key_is_our_own_defect() =>
        Assert.Throws<InvalidOperationException>(() => new LeaseTokens(keys).Sign("k4.pid.other", Samples.Claims, machineId: null));

    [Fact]
    public void What_is_remembered_is_bounded_and_the_oldest_goes_first()
    {
        var recent = new RecentTokens(capacity: 3);
        foreach (var token in (string[])["a", "b", "b", "c", "d"])
            recent.Add(token, new PresentedLease(token, "acme", "cad-pro", 1));
        Assert.False(recent.TryGet("a", out _));
        Assert.All((string[])["b", "c", "d"], token => Assert.True(recent.TryGet(token, out var lease) && lease.LeaseId == token));
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
