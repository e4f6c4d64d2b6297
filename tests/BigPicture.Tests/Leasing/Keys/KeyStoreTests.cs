using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class KeyStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(Now);

    private KeyStoreOptions Plain => new() { DataDirectory = folder.Path };

    private string ManifestFile => folder.In("keys", "keys.json");

    private string LeaseKeyFile => Directory.GetFiles(folder.In("keys"), "lease-*.key").Single();

    [Fact]
    public void Keys_that_were_made_are_found_again()
    {
        using var made = KeyStore.Create(Plain, time);
        using var opened = KeyStore.Open(Plain);
        Assert.Equal(made.Current.KeyId, opened.Current.KeyId);
        Assert.Equal(made.Roots, opened.Roots);
        Assert.Equal(made.Certificates, opened.Certificates);
        Assert.False(opened.IsEncrypted);
        Assert.Same(opened.Current, opened.Find(opened.Current.KeyId));
        Assert.Null(opened.Find("k4.pid.other"));
    }

    [Fact]
    public void The_root_certifies_a_delegate_that_certifies_the_lease_key()
    {
        using var keys = KeyStore.Create(Plain, time);
        Assert.True(CertificateChain.TryVerify(keys.Current.Footer.Chain, keys.Roots, out var certified, out _));
        Assert.Equal(KeyUse.Lease, certified.Use);
        Assert.Equal(2, keys.Current.Footer.Chain.Count);
        Assert.Equal(keys.Current.KeyId, certified.Key.Id);
        Assert.Equal(7_776_000, keys.Current.LeaseSecondsMax);
    }

    [Fact]
    public void Lists_of_what_is_revoked_have_a_key_of_their_own_under_the_same_delegate()
    {
        using var keys = KeyStore.Create(Plain, time);
        var revocation = keys.Revocation!;
        Assert.True(CertificateChain.TryVerify(revocation.Footer.Chain, keys.Roots, out var certified, out _));
        Assert.Equal(KeyUse.Revocation, certified.Use);
        Assert.Equal(certified.Series, revocation.Series);
        Assert.Equal(keys.Current.Footer.Chain[1], revocation.Footer.Chain[1]);
        Assert.NotEqual(keys.Current.KeyId, revocation.KeyId);
        Assert.True(PublicToken.TryRead(revocation.Sign("{}"u8), out var token, out _));
        Assert.True(token.VerifiesWith(certified.Key));
        Assert.Equal(revocation.Footer.Utf8, token.Footer.Span);
    }

    [Fact]
    public void Certificates_reach_a_day_back_and_years_ahead()
    {
        using var keys = KeyStore.Create(Plain, time);
        Assert.Equal(Now.AddDays(-1), keys.Current.NotBefore.ToDateTimeOffset());
        Assert.Equal(Now.AddDays(1826), keys.Current.NotAfter.ToDateTimeOffset());
    }

    [Fact]
    public void Every_server_has_its_own_keys()
    {
        using var one = KeyStore.CreateInMemory(time);
        using var other = KeyStore.CreateInMemory(time);
        Assert.NotEqual(one.Roots[0], other.Roots[0]);
        Assert.NotEqual(one.Current.KeyId, other.Current.KeyId);
    }

    [Fact]
    public void Nothing_overwrites_keys()
    {
        KeyStore.Create(Plain, time).Dispose();
        var before = File.ReadAllText(LeaseKeyFile);
        AssertFault(KeyStoreFault.AlreadyThere, () => KeyStore.Create(Plain, time));
        Assert.Equal(before, File.ReadAllText(LeaseKeyFile));
    }

    [Fact]
    public void Without_keys_the_operator_is_told_to_make_some() =>
        Assert.Contains("bigpicture init", AssertFault(KeyStoreFault.Missing, () => KeyStore.Open(Plain)), StringComparison.Ordinal);

    [Fact]
    public void Files_are_the_user_s_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        KeyStore.Create(Plain, time).Dispose();
        Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(folder.In("keys")), 8));
        foreach (var file in Directory.GetFiles(folder.In("keys")))
            Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(file), 8));
        Assert.Equal(7, Directory.GetFiles(folder.In("keys")).Length);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_that_others_may_touch_is_refused(UnixFileMode open)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        KeyStore.Create(Plain, time).Dispose();
        File.SetUnixFileMode(LeaseKeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | open);
        var message = AssertFault(KeyStoreFault.ReadableByOthers, () => KeyStore.Open(Plain));
        Assert.Contains($"chmod 600 {LeaseKeyFile}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_be_mounted_as_a_secret_that_nobody_can_write()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }
        KeyStore.Create(Plain, time).Dispose();
        var (key, mounted) = (LeaseKeyFile, folder.In("mounted"));
        File.Move(key, mounted);
        File.CreateSymbolicLink(key, mounted);
        File.SetUnixFileMode(mounted, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        KeyStore.Open(Plain).Dispose();

        File.SetUnixFileMode(mounted, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        AssertFault(KeyStoreFault.ReadableByOthers, () => KeyStore.Open(Plain));
    }

    [Fact]
    public void Root_and_delegate_may_be_kept_elsewhere()
    {
        KeyStore.Create(Plain, time).Dispose();
        foreach (var file in Directory.GetFiles(folder.In("keys"), "*.key").Where(file => file != LeaseKeyFile))
            File.Delete(file);
        using var opened = KeyStore.Open(Plain);
        Assert.Null(opened.Revocation);
    }

    [Fact]
    public void A_lost_lease_key_is_told()
    {
        KeyStore.Create(Plain, time).Dispose();
        File.Delete(LeaseKeyFile);
        AssertFault(KeyStoreFault.Missing, () => KeyStore.Open(Plain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("k4.secret.AAAA")]
    [InlineData("k4.secret-pw.AAAA")]
    [InlineData("k4.local.cHFyc3R1dnd4eXp7fH1-f4CBgoOEhYaHiImKi4yNjo8")]
    public void A_damaged_key_is_told(string text)
    {
        KeyStore.Create(Plain, time).Dispose();
        File.WriteAllText(LeaseKeyFile, text);
        AssertFault(KeyStoreFault.Damaged, () => KeyStore.Open(Plain));
    }

    [Fact]
    public void Another_server_s_key_in_place_of_ours_is_told()
    {
        KeyStore.Create(Plain, time).Dispose();
        byte[] seed = [.. Enumerable.Repeat((byte)5, 32)];
        using var other = new Ed25519Signer(seed);
        File.WriteAllText(LeaseKeyFile, PaserkText.FormatSecret([.. seed, .. other.PublicKey.Bytes]));
        AssertFault(KeyStoreFault.Damaged, () => KeyStore.Open(Plain));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"lease-", "\"../lease-")]
    [InlineData("\"roots\"", "\"root\"")]
    [InlineData("v4.public.ey", "v4.public.eY")]
    [InlineData("{", "[")]
    public void A_damaged_list_of_keys_is_told(string sound, string damaged)
    {
        KeyStore.Create(Plain, time).Dispose();
        var text = File.ReadAllText(ManifestFile);
        Assert.Contains(sound, text, StringComparison.Ordinal);
        File.WriteAllText(ManifestFile, text.Replace(sound, damaged, StringComparison.Ordinal));
        AssertFault(KeyStoreFault.Damaged, () => KeyStore.Open(Plain));
    }

    [Fact]
    public void Under_a_passphrase_no_file_holds_a_plain_key()
    {
        var locked = Plain with { Passphrase = "correct horse" };
        using var made = KeyStore.Create(locked, time);
        Assert.True(made.IsEncrypted);
        Assert.All(
            Directory.GetFiles(folder.In("keys"), "*.key"),
            file => Assert.StartsWith("k4.secret-pw.", File.ReadAllText(file), StringComparison.Ordinal)
        );
        using var opened = KeyStore.Open(locked);
        Assert.Equal(made.Current.KeyId, opened.Current.KeyId);

        AssertFault(KeyStoreFault.PassphraseWrong, () => KeyStore.Open(Plain with { Passphrase = "correct horsf" }));
        AssertFault(KeyStoreFault.PassphraseMissing, () => KeyStore.Open(Plain));
    }

    [Fact]
    public void A_passphrase_may_stand_in_a_file()
    {
        var file = folder.In("passphrase");
        File.WriteAllText(file, "correct horse\nsecond line\n");
        using var made = KeyStore.Create(Plain with { PassphraseFile = file }, time);
        using var opened = KeyStore.Open(Plain with { Passphrase = "correct horse" });
        Assert.Equal(made.Current.KeyId, opened.Current.KeyId);
    }

    [Fact]
    public void An_unusable_passphrase_leaves_no_keys_behind()
    {
        AssertFault(KeyStoreFault.PassphraseUnusable, () => KeyStore.Create(Plain with { Passphrase = "" }, time));
        AssertFault(KeyStoreFault.PassphraseUnusable, () => KeyStore.Create(Plain with { PassphraseFile = folder.In("absent") }, time));
        AssertFault(KeyStoreFault.PassphraseUnusable, () => KeyStore.Create(Plain with { Passphrase = "a", PassphraseFile = "b" }, time));
        Assert.False(Directory.Exists(folder.In("keys")));
    }

    public void Dispose() => folder.Dispose();

    private static string AssertFault(KeyStoreFault fault, Func<KeyRing> act)
    {
        var exception = Assert.Throws<KeyStoreException>(() => act().Dispose());
        Assert.Equal(fault, exception.Fault);
        return exception.Message;
    }
}
