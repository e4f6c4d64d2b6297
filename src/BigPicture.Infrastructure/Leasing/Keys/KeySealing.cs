using System.Security.Cryptography;
using System.Text;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Puts private keys under a passphrase. A private key never leaves this class in plain.</summary>
public static class KeySealing
{
    /// <summary>Puts every private key that lies in plain under the passphrase of the options.</summary>
    /// <returns>The files that were changed.</returns>
    /// <exception cref="KeyStoreException">No passphrase is given, or a key cannot be read.</exception>
    public static IReadOnlyList<string> Seal(KeyStoreOptions options)
    {
        var passphrase =
            options.ReadPassphrase()
            ?? throw new KeyStoreException(
                KeyStoreFault.PassphraseMissing,
                "No passphrase is given; set BIGPICTURE_KEY_PASSPHRASE or BIGPICTURE_KEY_PASSPHRASE_FILE."
            );
        var plain = options with { Passphrase = null, PassphraseFile = null };
        var changed = new List<string>();
        foreach (var entry in Present(options))
        {
            var (paserk, path) = SecretFiles.ReadText(options, entry);
            if (!SecretFiles.IsPlain(paserk))
                continue;
            KeyFiles.Write(path, Wrap(SecretFiles.Read(plain, entry), passphrase) + "\n");
            changed.Add(path);
        }
        if (SecretSeal.PutUnder(options, passphrase) is { } seal)
            changed.Add(seal);
        return changed;
    }

    /// <summary>One private key as <c>k4.secret-pw</c> under another passphrase, to be kept elsewhere; written for this user alone.</summary>
    /// <param name="id"><c>k4.pid</c></param>
    /// <param name="file">Must not exist.</param>
    /// <exception cref="KeyStoreException">There is no such key here, or it cannot be read.</exception>
    public static void Export(KeyStoreOptions options, string id, string passphrase, string file)
    {
        var (manifest, path) = KeyStore.ReadManifest(options);
        var entry =
            manifest.All.FirstOrDefault(entry => entry.PublicKey(path).Id == id)
            ?? throw new KeyStoreException(
                KeyStoreFault.Unknown,
                $"There is no key {id} here; `bigpicture keys list` shows which there are."
            );
        var text = Wrap(SecretFiles.Read(options, entry), Encoding.UTF8.GetBytes(passphrase)) + "\n";
        using var written = KeyFiles.Create(file);
        written.Write(Encoding.UTF8.GetBytes(text));
        written.Flush(flushToDisk: true);
    }

    private static IEnumerable<KeyEntry> Present(KeyStoreOptions options) =>
        KeyStore.ReadManifest(options).Manifest.Kept.Where(entry => SecretFiles.IsHere(options, entry));

    private static string Wrap(byte[] secret, byte[] passphrase)
    {
        try
        {
            return WrappedSecret.Wrap(secret, passphrase, NativeArgon2id.Cost, NativeArgon2id.Hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
