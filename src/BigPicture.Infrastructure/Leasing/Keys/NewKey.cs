using System.Security.Cryptography;
using System.Text;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A key at its birth, or on its way here: the one time when its private part can be written down.</summary>
internal sealed class NewKey : IDisposable
{
    private readonly byte[] secret;

    public NewKey(string role)
        : this(role, RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength)) { }

    private NewKey(string role, byte[] seed)
    {
        Signer = new Ed25519Signer(seed);
        secret = [.. seed, .. Signer.PublicKey.Bytes];
        CryptographicOperations.ZeroMemory(seed);
        FileName = FileNameOf(role, Signer.PublicKey.Id);
    }

    public Ed25519Signer Signer { get; }

    public string FileName { get; }

    public static string FileNameOf(string role, string id) => $"{role}-{id["k4.pid.".Length..][..10]}.key";

    /// <exception cref="KeyStoreException">Damaged, or under another passphrase.</exception>
    public static NewKey Read(string paserk, string path, string? passphrase)
    {
        var read = SecretFiles.Decode(paserk, path, passphrase is null ? null : Encoding.UTF8.GetBytes(passphrase));
        try
        {
            return new NewKey("", read.AsSpan(0, Ed25519Signer.SeedLength).ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(read);
        }
    }

    public KeyEntry Entry(params string[] chain) => new(Signer.PublicKey.Paserk, chain) { File = FileName };

    public WaitingKey Waiting(string use) => new(use, Signer.PublicKey.Paserk, FileName);

    public string Request(string use, string series, DateTimeOffset now) =>
        new KeyRequest
        {
            Key = Signer.PublicKey,
            Use = use,
            Series = series,
            IssuedAt = Instant.From(now).ToDateTimeOffset(),
        }.Sign(Signer);

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
