using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class LiveKeysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly KeyStoreOptions options;
    private readonly LiveKeys keys;

    public LiveKeysTests()
    {
        options = new KeyStoreOptions { DataDirectory = folder.Path };
        keys = new LiveKeys(KeyStore.Create(options, time), known => KeyStore.Open(options, known), time, NullLogger.Instance);
    }

    [Fact]
    public void A_key_that_was_added_is_known_and_does_not_sign_by_itself()
    {
        var (before, first) = (keys.Ring, keys.Ring.Current);
        keys.Reread();
        Assert.Same(before, keys.Ring);

        var added = KeyAddition.Add(options, KeyUse.Lease, time);
        keys.Reread();
        Assert.Equal([first.KeyId, added], keys.Ring.KeyIds);
        Assert.Same(first, keys.Ring.Current);
        Assert.Contains(keys.Ring.Find(added)!.Footer.Chain[0], keys.Ring.Certificates);

        keys.SignWith(new HashSet<string> { "k4.pid.of-another", added, first.KeyId });
        Assert.Equal(added, keys.Ring.Current.KeyId);
        Assert.Same(first, keys.Ring.Find(first.KeyId));
    }

    [Fact]
    public void A_key_that_was_rotated_signs_until_every_server_has_read_its_successor()
    {
        var first = keys.Ring.Current.KeyId;
        var succession = KeyRetiring.Rotate(options, KeyUse.Lease, time);
        Assert.Equal([first], succession.Retired);
        var next = Assert.Single(succession.Made);

        keys.Reread();
        keys.SignWith(new HashSet<string> { first });
        Assert.Equal(first, keys.Ring.Current.KeyId);
        keys.SignWith(new HashSet<string> { first, next });
        Assert.Equal(next, keys.Ring.Current.KeyId);
        Assert.Equal(first, keys.Ring.Find(first)!.KeyId);
        // Of all that is read and in use, it is the newest that signs when a server starts.
        using var opened = KeyStore.Open(options);
        Assert.Equal(next, opened.Current.KeyId);
    }

    [Fact]
    public void A_key_that_was_withdrawn_signs_nothing_whatever_others_have_read()
    {
        var first = keys.Ring.Current.KeyId;
        var next = Assert.Single(KeyRetiring.Retire(options, first, ServerKey.Compromised, time).Made);
        keys.Reread();
        Assert.Equal(next, keys.Ring.Current.KeyId);
        keys.SignWith(new HashSet<string> { first });
        Assert.Equal(next, keys.Ring.Current.KeyId);
        Assert.True(keys.Ring.IsWithdrawn(keys.Ring.Find(first)!));
        Assert.DoesNotContain(keys.Ring.Find(first)!.Footer.Chain[0], keys.Ring.Certificates);
        Assert.True(keys.Ring.Terms.IsWithdrawn(first));

        File.Delete(Directory.GetFiles(Path.Combine(folder.Path, "keys"), $"lease-{first["k4.pid.".Length..][..10]}.key").Single());
        using var opened = KeyStore.Open(options);
        Assert.Equal([next], opened.KeyIds);
    }

    [Fact]
    public void What_the_database_withdraws_is_withdrawn_whatever_lies_in_the_directory()
    {
        var first = keys.Ring.Current.KeyId;
        var next = KeyAddition.Add(options, KeyUse.Lease, time);
        keys.Reread();
        Assert.Equal(first, keys.Ring.Current.KeyId);
        keys.Withdraw(new HashSet<string> { first });
        Assert.Equal(next, keys.Ring.Current.KeyId);

        KeyAddition.Add(options, KeyUse.Lease, time);
        keys.Reread();
        Assert.True(keys.Ring.IsWithdrawn(keys.Ring.Find(first)!));
    }

    [Fact]
    public void With_the_last_key_withdrawn_nothing_is_signed()
    {
        var only = keys.Ring.Current.KeyId;
        keys.Withdraw(new HashSet<string> { only });
        Assert.NotNull(keys.Ring.Terms.Refuse(SampleLease.Under(keys.Ring), default));
    }

    [Fact]
    public void With_a_delegate_all_falls_that_it_certified()
    {
        var first = keys.Ring.Current;
        var revocation = keys.Ring.Revocation!;
        var parent = KeyInventory.Read(options).Single(key => key.Use == KeyUse.Delegate).Id;
        var made = KeyRetiring.Retire(options, parent, ServerKey.Compromised, time).Made;
        // Another delegate, and one of each kind below it.
        Assert.Equal(5, made.Count);
        keys.Reread();
        Assert.True(keys.Ring.IsWithdrawn(first));
        Assert.False(keys.Ring.IsWithdrawn(keys.Ring.Current));
        Assert.NotEqual(revocation.KeyId, keys.Ring.Revocation!.KeyId);
    }

    [Fact]
    public void A_key_that_a_token_names_is_looked_for_once_a_second()
    {
        var added = KeyAddition.Add(options, KeyUse.Lease, time);
        Assert.Null(keys.LookFor(added));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(added, keys.LookFor(added)!.KeyId);
        Assert.Null(keys.LookFor("k4.pid.of-nobody"));
    }

    [Fact]
    public void Keys_that_cannot_be_read_change_nothing()
    {
        var before = keys.Ring;
        var manifest = Path.Combine(folder.Path, "keys", "keys.json");
        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text[..100]);
        keys.Reread();
        Assert.Same(before, keys.Ring);

        File.WriteAllText(manifest, text);
        var added = KeyAddition.Add(options, KeyUse.Lease, time);
        File.Delete(Path.Combine(folder.Path, "keys", $"lease-{added["k4.pid.".Length..][..10]}.key"));
        keys.Reread();
        Assert.Same(before, keys.Ring);
    }

    public void Dispose()
    {
        keys.Dispose();
        folder.Dispose();
    }
}
