using BigPicture.Application.Contracts;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Seals heads of audit chains with the key that signs leases: every server has it, and no database. What is signed begins with words, a
/// token with the count of its parts in binary, so neither can be taken for the other.
/// </summary>
internal sealed class AuditSeal(LiveKeys keys) : IAuditSeal
{
    private const int SignatureLength = 64;

    public SealedBy Seal(ReadOnlySpan<byte> message)
    {
        var current = keys.Ring.Current;
        var signature = new byte[SignatureLength];
        current.Signer.Sign(message, signature);
        return new SealedBy(current.KeyId, signature);
    }

    public bool? IsGood(SealedBy seal, ReadOnlySpan<byte> message) =>
        keys.LookFor(seal.KeyId) is { } key ? seal.Signature.Length == SignatureLength && key.Signer.Signed(message, seal.Signature) : null;
}
