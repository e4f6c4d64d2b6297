using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;
using Xunit;

namespace BigPicture.Tests.Protocol.Revocations;

public sealed class RevocationListTests
{
    private static readonly RevocationList List = ListTrust.Sample;
    private static readonly LeaseTokenClaims Lease = Samples.Claims;

    [Fact]
    public void The_greater_epoch_is_the_newer_whenever_it_was_signed()
    {
        Assert.True((List with { Epoch = 18, IssuedAt = List.IssuedAt.AddHours(-1) }).IsNewerThan(List));
        Assert.False((List with { Epoch = 16, IssuedAt = List.IssuedAt.AddHours(1) }).IsNewerThan(List));
    }

    [Fact]
    public void Of_one_epoch_the_list_that_was_signed_again_is_the_newer()
    {
        Assert.True((List with { IssuedAt = List.IssuedAt.AddSeconds(1) }).IsNewerThan(List));
        Assert.False(List.IsNewerThan(List));
    }

    [Fact]
    public void Another_series_counts_anew_and_goes_by_its_time()
    {
        Assert.True((List with { Series = "series-2", Epoch = 1, IssuedAt = List.IssuedAt.AddSeconds(1) }).IsNewerThan(List));
        Assert.False((List with { Series = "series-2", Epoch = 99, IssuedAt = List.IssuedAt.AddSeconds(-1) }).IsNewerThan(List));
    }

    [Fact]
    public void Another_issuer_s_or_tenant_s_list_replaces_none()
    {
        Assert.False((List with { Issuer = "https://other.example.com", Epoch = 99 }).IsNewerThan(List));
        Assert.False((List with { Tenant = "beta", Epoch = 99 }).IsNewerThan(List));
    }

    [Fact]
    public void A_lease_is_found_by_its_id()
    {
        Assert.Equal(RevokedBy.Nothing, List.Find(Token(Lease)));
        Assert.Equal(RevokedBy.Lease, (List with { Leases = [.. List.Leases, Lease.LeaseId] }).Find(Token(Lease)));
    }

    [Theory]
    [InlineData(0, RevokedBy.Nothing)]
    [InlineData(1, RevokedBy.Entitlement)]
    public void An_entitlement_s_tokens_from_before_are_found(int seconds, RevokedBy expected)
    {
        var entry = new RevokedEntitlement(Lease.Entitlement, Lease.IssuedAt.AddSeconds(seconds));
        Assert.Equal(expected, (List with { Entitlements = [.. List.Entitlements, entry] }).Find(Token(Lease)));
    }

    [Fact]
    public void Every_key_of_a_token_s_chain_is_looked_for()
    {
        foreach (var key in (BouncyCastleSigner[])[Trust.LeaseKey, Trust.DelegateKey, Trust.Root])
            Assert.Equal(RevokedBy.Key, (List with { Keys = [key.PublicKey.Id] }).Find(Token(Lease)));
        Assert.Equal(RevokedBy.Nothing, (List with { Keys = [Trust.RevocationKey.PublicKey.Id] }).Find(Token(Lease)));
    }

    [Fact]
    public void Another_tenant_s_list_says_nothing_of_a_lease() =>
        Assert.Equal(RevokedBy.Nothing, (List with { Tenant = "beta", Leases = [Lease.LeaseId] }).Find(Token(Lease)));

    private static LeaseToken Token(LeaseTokenClaims claims) =>
        LeaseToken.TryRead(new Trust().Token(claims), out var token, out _) ? token : throw new InvalidOperationException();
}
