using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing;

/// <summary>What the database knows of this server's keys; a few rows for all its life.</summary>
public interface IServerKeyStore
{
    /// <summary>All of them, only to be read.</summary>
    Task<IReadOnlyList<ServerKey>> List(CancellationToken cancel);

    /// <summary>Null: it was not seen yet.</summary>
    Task<ServerKey?> Find(string keyId, CancellationToken cancel);

    void Add(ServerKey key);
}
