namespace BigPicture.Protocol.Keys;

/// <summary>
/// A private key that can sign and tells its own public part. The two never travel apart: a signer that takes a public key from its
/// caller can be made to give its private one away.
/// </summary>
public interface ITokenSigner
{
    /// <summary>The public part of the key that signs.</summary>
    VerifyingKey PublicKey { get; }

    /// <summary>Ed25519 (RFC 8032 section 5.1.6): deterministic, the same message gives the same signature.</summary>
    /// <param name="message">The bytes to sign, whole and not hashed.</param>
    /// <param name="signature">64 bytes to fill.</param>
    void Sign(ReadOnlySpan<byte> message, Span<byte> signature);
}
