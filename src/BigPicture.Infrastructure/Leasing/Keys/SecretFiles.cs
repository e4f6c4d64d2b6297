using System.Security.Cryptography;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Reads the files of private keys: in plain, or under the server's passphrase.</summary>
internal static class SecretFiles
{
    /// <exception cref="KeyStoreException">The manifest is damaged.</exception>
    public static bool IsHere(KeyStoreOptions options, KeyEntry entry) => File.Exists(PathOf(options, entry));

    /// <exception cref="KeyStoreException">Missing, or readable by others.</exception>
    public static (string Paserk, string Path) ReadText(KeyStoreOptions options, KeyEntry entry)
    {
        var path = PathOf(options, entry);
        return (KeyFiles.Read(path), path);
    }

    /// <returns>64 bytes: seed, then the public key that belongs to it; the caller clears them.</returns>
    /// <exception cref="KeyStoreException">Missing, damaged, readable by others, or under another passphrase.</exception>
    public static byte[] Read(KeyStoreOptions options, KeyEntry entry)
    {
        var (paserk, path) = ReadText(options, entry);
        return Read(paserk.Trim(), path, entry, options.ReadPassphrase());
    }

    /// <exception cref="KeyStoreException">As for <see cref="Read(KeyStoreOptions, KeyEntry)"/>.</exception>
    public static Ed25519Signer Open(KeyStoreOptions options, KeyEntry entry, out bool isSealed)
    {
        var (paserk, path) = ReadText(options, entry);
        isSealed = !IsPlain(paserk);
        return Open(paserk.Trim(), path, entry, options.ReadPassphrase());
    }

    public static Ed25519Signer Open(string paserk, string path, KeyEntry entry, byte[]? passphrase)
    {
        var secret = Read(paserk, path, entry, passphrase);
        try
        {
            return new Ed25519Signer(secret.AsSpan(0, Ed25519Signer.SeedLength));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    // The manifest names files in its own directory; a path out of it is damage, or an attack.
    private static string PathOf(KeyStoreOptions options, KeyEntry entry) =>
        entry.File == Path.GetFileName(entry.File)
            ? Path.Combine(options.KeyDirectory, entry.File)
            : throw KeyFiles.Damaged(Path.Combine(options.KeyDirectory, KeyManifest.FileName));

    public static bool IsPlain(string paserk) => paserk.StartsWith("k4.secret.", StringComparison.Ordinal);

    private static byte[] Read(string paserk, string path, KeyEntry entry, byte[]? passphrase)
    {
        var secret = Decode(paserk, path, passphrase);
        if (IsPlain(paserk) && passphrase is not null)
            throw new KeyStoreException(
                KeyStoreFault.Unsealed,
                $"{path} lies in plain although a passphrase is given; put it under the passphrase with `bigpicture keys seal`, or give none."
            );
        using var signer = new Ed25519Signer(secret.AsSpan(0, Ed25519Signer.SeedLength));
        return signer.PublicKey.Paserk == entry.Key ? secret : throw KeyFiles.Damaged(path);
    }

    /// <returns>64 bytes; the caller clears them. Whose key it is, and whether its halves belong together, is not asked.</returns>
    public static byte[] Decode(string paserk, string path, byte[]? passphrase) =>
        PaserkText.TryParseSecret(paserk, out var plain) ? plain : Unwrap(paserk, path, passphrase);

    private static byte[] Unwrap(string paserk, string path, byte[]? passphrase)
    {
        if (!WrappedSecret.TryParse(paserk, out var wrapped))
            throw KeyFiles.Damaged(path);
        if (passphrase is null)
        {
            throw new KeyStoreException(
                KeyStoreFault.PassphraseMissing,
                $"{path} is under a passphrase; set BIGPICTURE_KEY_PASSPHRASE or BIGPICTURE_KEY_PASSPHRASE_FILE."
            );
        }
        if (wrapped.TryUnwrap(passphrase, NativeArgon2id.Hash, out var secret))
            return secret;
        throw new KeyStoreException(
            KeyStoreFault.PassphraseWrong,
            $"The passphrase does not open {path}: it is another one, or the file was changed. Check BIGPICTURE_KEY_PASSPHRASE."
        );
    }
}
