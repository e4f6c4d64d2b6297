using BigPicture.Infrastructure.Leasing.Keys;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class SecretSealTests : IDisposable
{
    private static readonly byte[] Secret = [1, 2, 3, 4, 5];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-seal-");

    private KeyStoreOptions Options => new() { DataDirectory = folder.FullName };

    private string File => Path.Combine(folder.FullName, "keys", SecretSeal.FileName);

    public SecretSealTests() => Directory.CreateDirectory(Path.Combine(folder.FullName, "keys"));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_one_server_sealed_another_one_of_the_same_directory_opens_and_nobody_else()
    {
        using var first = SecretSeal.Of(Options);
        using var second = SecretSeal.Of(Options);
        using var stranger = SecretSeal.InMemory();
        var text = first.Seal(Secret, "webhook_a");

        Assert.Equal(Secret, second.Open(text, "webhook_a"));
        Assert.Null(second.Open(text, "webhook_b"));
        Assert.Null(stranger.Open(text, "webhook_a"));
        Assert.Equal(-1, text.AsSpan().IndexOf(Secret));
        Assert.NotEqual(text, first.Seal(Secret, "webhook_a"));
    }

    [Fact]
    public void A_turned_bit_anywhere_opens_nothing()
    {
        using var seal = SecretSeal.InMemory();
        var text = seal.Seal(Secret, "a");
        for (var i = 0; i < text.Length; i++)
        {
            text[i] ^= 1;
            Assert.Null(seal.Open(text, "a"));
            text[i] ^= 1;
        }
        Assert.Null(seal.Open([], "a"));
        Assert.Equal(Secret, seal.Open(text, "a"));
    }

    [Fact]
    public void The_key_is_its_users_alone_and_goes_under_the_passphrase()
    {
        byte[] text;
        using (var plain = SecretSeal.Of(Options))
            text = plain.Seal(Secret, "a");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));

        var under = Options with { Passphrase = "correct horse" };
        Assert.Equal(File, SecretSeal.PutUnder(under, "correct horse"u8.ToArray()));
        Assert.Null(SecretSeal.PutUnder(under, "correct horse"u8.ToArray()));
        Assert.StartsWith("k4.secret-pw.", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        using (var opened = SecretSeal.Of(under))
            Assert.Equal(Secret, opened.Open(text, "a"));
        foreach (var wrong in (KeyStoreOptions[])[Options, under with { Passphrase = "another horse" }])
        {
            using var refused = SecretSeal.Of(wrong);
            Assert.Throws<KeyStoreException>(() => refused.Open(text, "a"));
        }
    }

    [Fact]
    public void A_damaged_key_is_said_to_be_one()
    {
        using (var made = SecretSeal.Of(Options))
            made.Prepare();
        KeyFiles.Write(File, "k4.secret.AAAA\n");
        using var seal = SecretSeal.Of(Options);

        Assert.Equal(KeyStoreFault.Damaged, Assert.Throws<KeyStoreException>(seal.Prepare).Fault);
    }
}
