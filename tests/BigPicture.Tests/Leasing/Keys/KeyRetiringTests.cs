using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

/// <summary>Keys go out of use one way or another, and never without another one in their place.</summary>
public sealed class KeyRetiringTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly KeyStoreOptions options;

    public KeyRetiringTests()
    {
        options = new KeyStoreOptions { DataDirectory = folder.Path };
        KeyStore.Create(options, time).Dispose();
    }

    [Theory]
    [InlineData(KeyUse.Lease)]
    [InlineData(KeyUse.Bundle)]
    [InlineData(KeyUse.Revocation)]
    [InlineData(KeyUse.Report)]
    [InlineData(KeyUse.Delegate)]
    public void A_key_of_each_kind_is_rotated_by_its_parent(string use)
    {
        var before = Single(use, KeyState.Signs, KeyState.InUse);
        var made = Assert.Single(KeyRetiring.Rotate(options, use, time).Made);
        Assert.Equal(made, Single(use, KeyState.Signs, KeyState.InUse).Id);
        var retired = Single(use, KeyState.Retired);
        Assert.Equal((before.Id, ServerKey.Rotated), (retired.Id, retired.RetiredFor));
        Assert.All(KeyInventory.Read(options), key => Assert.Null(key.Problem));
    }

    [Fact]
    public void A_lease_key_that_is_retired_verifies_until_its_last_token_has_ended()
    {
        var before = Single(KeyUse.Lease, KeyState.Signs);
        KeyRetiring.Rotate(options, KeyUse.Lease, time);
        // The longest lease and the longest grace.
        Assert.Equal(
            time.GetUtcNow().AddSeconds(7_776_000 + 2_592_000),
            Single(KeyUse.Lease, KeyState.Retired).VerifiesUntil!.Value.ToDateTimeOffset()
        );
        using var keys = KeyStore.Open(options);
        Assert.NotNull(keys.Find(before.Id));
        Assert.NotEqual(before.Id, keys.Current.KeyId);
    }

    [Fact]
    public void The_last_key_of_a_kind_is_retired_only_with_another_one_in_its_place()
    {
        var before = Single(KeyUse.Lease, KeyState.Signs);
        var made = Assert.Single(KeyRetiring.Retire(options, before.Id, ServerKey.Retired, time).Made);
        Assert.Equal(made, Single(KeyUse.Lease, KeyState.Signs).Id);

        TakeAway("delegate");
        TakeAway("root");
        var refused = Assert.Throws<KeyStoreException>(() => KeyRetiring.Retire(options, made, ServerKey.Compromised, time));
        Assert.Equal(KeyStoreFault.Conflict, refused.Fault);
        Assert.Equal(made, Single(KeyUse.Lease, KeyState.Signs).Id);
    }

    [Fact]
    public void A_key_that_is_out_of_use_can_still_become_known_as_compromised_and_no_more()
    {
        var first = Single(KeyUse.Lease, KeyState.Signs).Id;
        KeyRetiring.Rotate(options, KeyUse.Lease, time);
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyRetiring.Retire(options, first, ServerKey.Retired, time)));
        Assert.Empty(KeyRetiring.Retire(options, first, ServerKey.Compromised, time).Made);
        Assert.Equal(first, Single(KeyUse.Lease, KeyState.Withdrawn).Id);
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyRetiring.Retire(options, first, ServerKey.Compromised, time)));
        Assert.Equal(KeyStoreFault.Unknown, Fault(() => KeyRetiring.Retire(options, "k4.pid.none", ServerKey.Retired, time)));
    }

    [Fact]
    public void The_only_root_stays()
    {
        var root = Single("root", KeyState.InUse).Id;
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyRetiring.Retire(options, root, ServerKey.Retired, time)));
    }

    [Fact]
    public void Tokens_carry_the_chain_of_the_oldest_root_that_is_not_retired()
    {
        var old = Single("root", KeyState.InUse).Id;
        var added = KeyAddition.AddRoot(options, time);
        Assert.Equal(old, Single(KeyUse.Lease, KeyState.Signs).Root);
        KeyRetiring.Rotate(options, KeyUse.Lease, time);
        Assert.Equal(old, Single(KeyUse.Lease, KeyState.Signs).Root);

        var made = KeyRetiring.Retire(options, old, ServerKey.Retired, time).Made;

        Assert.Equal(KeyManifest.LeafUses.Count, made.Count);
        Assert.All(KeyManifest.LeafUses, use => Assert.Equal(added, Single(use, KeyState.Signs).Root));
        using var keys = KeyStore.Open(options);
        // Applications that know the new root alone verify what is signed now; those of before are told the old one still.
        Assert.True(CertificateChain.TryVerify(keys.Current.Footer.Chain, [keys.Roots[1]], out _, out _));
        Assert.Equal(2, keys.Roots.Count);
    }

    [Fact]
    public void A_root_that_is_compromised_takes_all_with_it_and_is_told_no_more()
    {
        var old = Single("root", KeyState.InUse).Id;
        using var before = KeyStore.Open(options);
        KeyAddition.AddRoot(options, time);
        KeyRetiring.Retire(options, old, ServerKey.Compromised, time);
        using var keys = KeyStore.Open(options);
        Assert.True(keys.IsWithdrawn(keys.Find(before.Current.KeyId)!));
        Assert.False(keys.IsWithdrawn(keys.Current));
        Assert.DoesNotContain(before.Roots[0], keys.Roots);
    }

    [Fact]
    public void No_certificate_reaches_beyond_its_delegate_s_dates()
    {
        time.Advance(TimeSpan.FromDays(KeyCertificates.DelegateDays - 10));
        KeyRetiring.Rotate(options, KeyUse.Lease, time);
        var parent = Single(KeyUse.Delegate, KeyState.InUse);
        Assert.Equal(parent.NotAfter, Single(KeyUse.Lease, KeyState.Signs).NotAfter);
        time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyRetiring.Rotate(options, KeyUse.Lease, time)));
    }

    public void Dispose() => folder.Dispose();

    private static KeyStoreFault Fault(Func<KeySuccession> act) => Assert.Throws<KeyStoreException>(() => act()).Fault;

    private KeyListing Single(string use, params KeyState[] states) =>
        KeyInventory.Read(options).Single(key => key.Use == use && states.Contains(key.State));

    private void TakeAway(string role)
    {
        foreach (var file in Directory.GetFiles(folder.In("keys"), $"{role}-*.key"))
            File.Delete(file);
    }
}
