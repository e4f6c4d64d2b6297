using System.Security.Cryptography;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A key at its birth: the one time when its private part can be written down.</summary>
internal sealed class NewKey : IDisposable
{
    private readonly byte[] secret;

    public NewKey(string role)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength);
        Signer = new Ed25519Signer(seed);
        secret = [.. seed, .. Signer.PublicKey.Bytes];
        CryptographicOperations.ZeroMemory(seed);
        FileName = $"{role}-{Signer.PublicKey.Id["k4.pid.".Length..][..10]}.key";
    }

    public Ed25519Signer Signer { get; }

    public string FileName { get; }

    public KeyEntry Entry(params string[] chain) => new(Signer.PublicKey.Paserk, chain) { File = FileName };

    /// <summary><c>k4.secret-pw</c>, or <c>k4.secret</c> without a passphrase.</summary>
    public string ToPaserk(byte[]? passphrase) =>
        passphrase is null
            ? PaserkText.FormatSecret(secret)
            : WrappedSecret.Wrap(secret, passphrase, NativeArgon2id.Cost, NativeArgon2id.Hash);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(secret);
        Signer.Dispose();
    }
}
