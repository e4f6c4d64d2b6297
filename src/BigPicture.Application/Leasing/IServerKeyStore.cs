using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing;

/// <summary>The rows of this server's keys, in the transaction of a command.</summary>
public interface IServerKeyStore
{
    /// <summary>Null: it was not seen yet.</summary>
    Task<ServerKey?> Find(string keyId, CancellationToken cancel);

    void Add(ServerKey key);
}
