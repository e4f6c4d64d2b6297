using BigPicture.Protocol.Keys;
using NSec.Cryptography;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>A private key in libsodium's guarded memory. It signs and tells its public part; it never comes out again.</summary>
public sealed class Ed25519Signer : ITokenSigner, IDisposable
{
    public const int SeedLength = 32;

    private readonly Key key;

    /// <param name="seed">32 bytes; the caller clears them.</param>
    public Ed25519Signer(ReadOnlySpan<byte> seed)
    {
        key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        PublicKey = VerifyingKey.TryCreate(key.PublicKey.Export(KeyBlobFormat.RawPublicKey), out var publicKey)
            ? publicKey
            : throw new InvalidOperationException("A key made from a seed is always of prime order.");
    }

    public VerifyingKey PublicKey { get; }

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => SignatureAlgorithm.Ed25519.Sign(key, message, signature);

    /// <summary>Whether this key signed the message; by libsodium, faster than the check that applications make.</summary>
    internal bool Signed(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(key.PublicKey, message, signature);

    public void Dispose() => key.Dispose();
}
