namespace BigPicture.Application.Contracts;

/// <summary>Keeps secrets of others unreadable in the database and its backups: only a key that lies beside the signing keys opens them.</summary>
public interface ISecretSeal
{
    /// <param name="owner">Whose secret it is: it opens for nobody else.</param>
    byte[] Seal(ReadOnlySpan<byte> secret, string owner);

    /// <returns>Null when it was sealed by another key, for somebody else, or changed.</returns>
    byte[]? Open(byte[] sealedSecret, string owner);
}
