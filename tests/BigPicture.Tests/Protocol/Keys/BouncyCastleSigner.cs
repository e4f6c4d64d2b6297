using BigPicture.Protocol.Keys;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace BigPicture.Tests.Protocol.Keys;

/// <summary>A second signer, independent of the server's.</summary>
internal sealed class BouncyCastleSigner : ITokenSigner
{
    private readonly byte[] seed;

    public BouncyCastleSigner(byte[] seed)
    {
        this.seed = seed;
        var publicKey = new byte[32];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        PublicKey = VerifyingKey.TryCreate(publicKey, out var key) ? key : throw new InvalidOperationException();
    }

    public VerifyingKey PublicKey { get; }

    /// <summary>A key that is the same in every run.</summary>
    public static BouncyCastleSigner Number(byte number) => new([.. Enumerable.Repeat(number, 32)]);

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => Ed25519.Sign(seed, message, signature);
}
