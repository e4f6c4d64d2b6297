using System.Text.Json.Nodes;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

/// <summary>A directory of an earlier version has a root, a delegate and a lease key, and no others.</summary>
public sealed class KeyAdditionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly KeyStoreOptions options;

    public KeyAdditionTests()
    {
        options = new KeyStoreOptions { DataDirectory = folder.Path };
        KeyStore.Create(options, time).Dispose();
        var manifest = JsonNode.Parse(File.ReadAllText(ManifestFile))!.AsObject();
        foreach (var use in new[] { "bundle", "revocation", "report" })
        {
            manifest.Remove($"{use}_keys");
            File.Delete(Directory.GetFiles(folder.In("keys"), $"{use}-*.key").Single());
        }
        File.WriteAllText(ManifestFile, manifest.ToJsonString());
    }

    private string ManifestFile => folder.In("keys", "keys.json");

    [Fact]
    public void It_gets_the_missing_ones_and_keeps_its_own()
    {
        using var before = KeyStore.Open(options);
        Assert.Null(before.Revocation);

        Assert.Equal(3, KeyAddition.AddMissing(options, time).Count);

        using var after = KeyStore.Open(options);
        Assert.Equal(before.KeyIds, after.KeyIds);
        Assert.Equal(before.Current.Footer.Chain[1], after.Revocation!.Footer.Chain[1]);
        Assert.Equal(
            ["root", "delegate", "lease", "bundle", "revocation", "report"],
            KeyInventory.Read(options).Select(key => key.Use).ToArray()
        );
        Assert.All(KeyInventory.Read(options), key => Assert.Null(key.Problem));
        Assert.Empty(KeyAddition.AddMissing(options, time));
    }

    [Fact]
    public void It_gets_none_where_the_delegate_is_kept_elsewhere()
    {
        File.Delete(Directory.GetFiles(folder.In("keys"), "delegate-*.key").Single());
        var before = File.ReadAllText(ManifestFile);
        Assert.Empty(KeyAddition.AddMissing(options, time));
        Assert.Equal(before, File.ReadAllText(ManifestFile));
        var refused = Assert.Throws<KeyStoreException>(() => KeyAddition.Add(options, KeyUse.Lease, time));
        Assert.Equal(KeyStoreFault.Missing, refused.Fault);
    }

    [Fact]
    public void One_process_changes_keys_at_a_time()
    {
        using (new KeyChange(options, time))
        {
            var refused = Assert.Throws<KeyStoreException>(() => KeyAddition.Add(options, KeyUse.Lease, time));
            Assert.Equal(KeyStoreFault.Busy, refused.Fault);
            Assert.Empty(KeyAddition.AddMissing(options, time));
        }
        KeyAddition.Add(options, KeyUse.Lease, time);
    }

    public void Dispose() => folder.Dispose();
}
