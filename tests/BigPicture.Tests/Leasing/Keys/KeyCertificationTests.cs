using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

/// <summary>A root on one machine and a server on another, which exchange files and nothing else.</summary>
public sealed class KeyCertificationTests : IDisposable
{
    private readonly TemporaryFolder rootFolder = new();
    private readonly TemporaryFolder serverFolder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero));
    private readonly KeyStoreOptions root;
    private readonly KeyStoreOptions server;
    private readonly string rootKey;
    private readonly string request;

    public KeyCertificationTests()
    {
        (root, server) = (new() { DataDirectory = rootFolder.Path }, new() { DataDirectory = serverFolder.Path });
        KeyStore.CreateRoot(root, time);
        rootKey = KeyInventory.Roots(root).Single();
        request = KeyStore.CreateWaiting(server, time);
    }

    [Fact]
    public void A_server_starts_once_its_delegate_is_certified()
    {
        Assert.Equal(KeyStoreFault.Waiting, Fault(() => KeyStore.Open(server)));
        Assert.Equal(KeyState.Waiting, KeyInventory.Read(server).Single().State);

        var imported = KeyImport.Certificate(server, Certify(request), "file", rootKey, time);

        Assert.Equal((KeyUse.Delegate, rootKey, 4), (imported.Use, imported.Root, imported.Made.Count));
        using var keys = KeyStore.Open(server);
        Assert.Equal(rootKey, Assert.Single(keys.Roots).Paserk);
        Assert.NotNull(keys.Revocation);
        Assert.Equal(
            [("root", KeptAs.Elsewhere), ("delegate", KeptAs.Plain), ("lease", KeptAs.Plain)],
            KeyInventory.Read(server).Take(3).Select(key => (key.Use, key.Kept!.Value))
        );
    }

    [Fact]
    public void A_certificate_says_what_the_operator_wants()
    {
        var limits = new CertificateLimits
        {
            Days = 30,
            Tenants = ["acme"],
            Products = ["cad-pro"],
            MayCertify = [KeyUse.Lease],
            LeaseSecondsMax = 600,
            Server = "server_1",
        };
        KeyImport.Certificate(server, Certify(request, limits), "file", null, time);
        using var keys = KeyStore.Open(server);
        Assert.Null(keys.Revocation);
        Assert.Equal(time.GetUtcNow().AddDays(30), keys.Current.NotAfter.ToDateTimeOffset());
        var terms = keys.Terms;
        Assert.Equal(600, terms.LeaseSecondsMax);
        Assert.Equal(["acme"], terms.Tenants!);
        Assert.Equal(["cad-pro"], terms.Products!);
    }

    [Fact]
    public void A_delegate_that_is_kept_elsewhere_certifies_by_file_too()
    {
        KeyImport.Certificate(server, Certify(request), "file", null, time);
        var (id, asked) = KeyAddition.Ask(server, KeyUse.Lease, time);
        var answer = KeyCertification.Certify(server, asked, "file", new CertificateLimits(), time);
        Assert.Equal(KeyInventory.Read(server).Single(key => key.Use == KeyUse.Delegate).Id, answer.By);
        KeyImport.Certificate(server, answer.File, "file", null, time);
        using var keys = KeyStore.Open(server);
        Assert.Equal(id, keys.Current.KeyId);
    }

    [Fact]
    public void A_second_root_is_taken_only_when_it_is_named()
    {
        KeyImport.Certificate(server, Certify(request), "file", null, time);
        using var otherFolder = new TemporaryFolder();
        var other = new KeyStoreOptions { DataDirectory = otherFolder.Path };
        KeyStore.CreateRoot(other, time);
        var otherKey = KeyInventory.Roots(other).Single();
        var (_, asked) = KeyAddition.Ask(server, KeyUse.Delegate, time);
        var answer = KeyCertification.Certify(other, asked, "file", new CertificateLimits(), time).File;

        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyImport.Certificate(server, answer, "file", null, time)));
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyImport.Certificate(server, answer, "file", rootKey, time)));
        KeyImport.Certificate(server, answer, "file", otherKey, time);

        using var keys = KeyStore.Open(server);
        Assert.Equal([rootKey, otherKey], keys.Roots.Select(key => key.Paserk));
        Assert.True(CertificateChain.TryVerify(keys.Current.Footer.Chain, [keys.Roots[0]], out _, out _));
    }

    [Fact]
    public void What_is_not_for_this_server_or_was_changed_is_refused()
    {
        using var thirdFolder = new TemporaryFolder();
        var third = new KeyStoreOptions { DataDirectory = thirdFolder.Path };
        var foreign = Certify(KeyStore.CreateWaiting(third, time));
        Assert.Equal(KeyStoreFault.Unknown, Fault(() => KeyImport.Certificate(server, foreign, "file", null, time)));
        var good = Certify(request);
        Assert.Equal(KeyStoreFault.Damaged, Fault(() => KeyImport.Certificate(server, good[..^20], "file", null, time)));
        Assert.Equal(
            KeyStoreFault.Damaged,
            Fault(() =>
                KeyImport.Certificate(server, good.Replace("v4.public.ey", "v4.public.eY", StringComparison.Ordinal), "file", null, time)
            )
        );
        Assert.Equal(KeyStoreFault.Damaged, Fault(() => Certify(request[..^1] + (request[^1] == 'A' ? 'B' : 'A'))));
        Assert.Equal(KeyStoreFault.Damaged, Fault(() => Certify("no request")));
    }

    [Fact]
    public void A_request_is_signed_by_the_key_that_asks()
    {
        Assert.True(KeyRequest.TryRead(request, out var read));
        Assert.Equal(KeyUse.Delegate, read.Use);
        using var stranger = new Ed25519Signer(Enumerable.Repeat((byte)9, 32).ToArray());
        Assert.Throws<ArgumentException>(() => read.Sign(stranger));
    }

    [Fact]
    public void A_private_key_goes_out_sealed_and_comes_back()
    {
        KeyImport.Certificate(server, Certify(request), "file", null, time);
        var id = KeyInventory.Read(server).Single(key => key.Use == KeyUse.Delegate).Id;
        var file = serverFolder.In("delegate.key");
        KeySealing.Export(server, id, "correct horse", file);
        var text = File.ReadAllText(file);
        Assert.Equal(KeyStoreFault.Conflict, Fault(() => KeyImport.Secret(server, text, file, "correct horse", time)));

        File.Delete(Directory.GetFiles(serverFolder.In("keys"), "delegate-*.key").Single());
        Assert.Equal(KeyStoreFault.PassphraseWrong, Fault(() => KeyImport.Secret(server, text, file, "correct horsf", time)));
        Assert.Equal(KeyStoreFault.Unknown, Fault(() => KeyImport.Secret(root, text, file, "correct horse", time)));
        Assert.Equal(id, KeyImport.Secret(server, text, file, "correct horse", time));
        Assert.Equal(KeptAs.Plain, KeyInventory.Read(server).Single(key => key.Id == id).Kept);
    }

    public void Dispose()
    {
        rootFolder.Dispose();
        serverFolder.Dispose();
    }

    private static KeyStoreFault Fault<T>(Func<T> act) => Assert.Throws<KeyStoreException>(() => act()).Fault;

    private string Certify(string asked, CertificateLimits? limits = null) =>
        KeyCertification.Certify(root, asked, "file", limits ?? new CertificateLimits(), time).File;
}
