using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Contracts;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Seals with AES-256-GCM under a key of its own beside the signing keys, <c>keys/seal.key</c>, which is made when it is first needed and lies
/// under the same passphrase as they do. Servers that share a directory share it.
/// </summary>
public sealed class SecretSeal : ISecretSeal, IDisposable
{
    public const string FileName = "seal.key";

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;

    private readonly Lock gate = new();
    private readonly Func<byte[]> open;
    private AesGcm? cipher;

    private SecretSeal(Func<byte[]> open) => this.open = open;

    /// <summary>Seals under the key of a data directory.</summary>
    public static SecretSeal Of(KeyStoreOptions options) => new(() => Secret(options));

    /// <summary>Seals under a key that lives and dies with the process, as everything that it seals.</summary>
    public static SecretSeal InMemory() => new(() => RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength));

    /// <summary>Makes the key where there is none yet.</summary>
    /// <exception cref="KeyStoreException">It cannot be made, or not be opened.</exception>
    public void Prepare() => Cipher();

    public byte[] Seal(ReadOnlySpan<byte> secret, string owner)
    {
        var text = new byte[NonceLength + secret.Length + TagLength];
        var nonce = text.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        Cipher().Encrypt(nonce, secret, text.AsSpan(NonceLength, secret.Length), text.AsSpan(^TagLength..), Encoding.UTF8.GetBytes(owner));
        return text;
    }

    public byte[]? Open(byte[] sealedSecret, string owner)
    {
        if (sealedSecret.Length < NonceLength + TagLength)
            return null;
        var secret = new byte[sealedSecret.Length - NonceLength - TagLength];
        var text = sealedSecret.AsSpan();
        try
        {
            Cipher().Decrypt(text[..NonceLength], text[NonceLength..^TagLength], text[^TagLength..], secret, Encoding.UTF8.GetBytes(owner));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public void Dispose() => cipher?.Dispose();

    /// <summary>Puts the key of a data directory, where it lies in plain, under a passphrase.</summary>
    /// <returns>The file; null: there was nothing to do.</returns>
    internal static string? PutUnder(KeyStoreOptions options, byte[] passphrase)
    {
        var path = Path.Combine(options.KeyDirectory, FileName);
        if (!File.Exists(path) || !PaserkText.TryParseSecret(KeyFiles.Read(path).Trim(), out var secret))
            return null;
        KeyFiles.Write(path, WrappedSecret.Wrap(secret, passphrase, NativeArgon2id.Cost, NativeArgon2id.Hash) + "\n");
        CryptographicOperations.ZeroMemory(secret);
        return path;
    }

    private AesGcm Cipher()
    {
        lock (gate)
        {
            if (cipher is not null)
                return cipher;
            var secret = open();
            var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyLength, info: "bigpicture.seal"u8.ToArray());
            CryptographicOperations.ZeroMemory(secret);
            return cipher = new AesGcm(key, TagLength);
        }
    }

    private static byte[] Secret(KeyStoreOptions options)
    {
        var path = Path.Combine(options.KeyDirectory, FileName);
        var passphrase = options.ReadPassphrase();
        if (!File.Exists(path))
            Make(path, passphrase);
        var text = KeyFiles.Read(path).Trim();
        if (PaserkText.TryParseSecret(text, out var secret))
            return secret;
        if (!WrappedSecret.TryParse(text, out var wrapped))
            throw KeyFiles.Damaged(path);
        if (passphrase is null)
            throw new KeyStoreException(
                KeyStoreFault.PassphraseMissing,
                $"{path} is under a passphrase; set BIGPICTURE_KEY_PASSPHRASE or BIGPICTURE_KEY_PASSPHRASE_FILE."
            );
        return wrapped.TryUnwrap(passphrase, NativeArgon2id.Hash, out secret)
            ? secret
            : throw new KeyStoreException(KeyStoreFault.PassphraseWrong, $"The passphrase does not open {path}.");
    }

    /// <summary>Whole or not at all, and once: where two servers make it at the same time, both go on with that of the first.</summary>
    private static void Make(string path, byte[]? passphrase)
    {
        using var made = new NewKey("seal");
        var beside = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}";
        try
        {
            KeyFiles.Write(beside, made.ToPaserk(passphrase) + "\n");
            File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(
                KeyStoreFault.Missing,
                $"{path} is missing and cannot be made ({e.Message}); let one server of these data write there once, or restore it from a backup.",
                e
            );
        }
    }
}
