namespace BigPicture.Application.Contracts;

/// <summary>Signs and checks the head of an audit chain with a key that does not lie in the database.</summary>
public interface IAuditSeal
{
    SealedBy Seal(ReadOnlySpan<byte> message);

    /// <returns>Null: a key that this server never had.</returns>
    bool? IsGood(SealedBy seal, ReadOnlySpan<byte> message);
}

/// <param name="KeyId">The PASERK id of the key.</param>
public sealed record SealedBy(string KeyId, byte[] Signature);
