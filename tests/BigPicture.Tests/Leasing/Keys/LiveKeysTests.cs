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

        keys.SignWith(["k4.pid.of-another", added, first.KeyId]);
        Assert.Equal(added, keys.Ring.Current.KeyId);
        Assert.Same(first, keys.Ring.Find(first.KeyId));
        keys.SignWith([]);
        Assert.Equal(added, keys.Ring.Current.KeyId);
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
