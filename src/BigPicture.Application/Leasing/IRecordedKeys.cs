using BigPicture.Domain.Leasing;

namespace BigPicture.Application.Leasing;

/// <summary>What the database knows of this server's keys; a few rows for all its life.</summary>
public interface IRecordedKeys
{
    /// <summary>All of them.</summary>
    Task<IReadOnlyList<RecordedKey>> List(CancellationToken cancel);
}

/// <param name="RetiredFor">One of the reasons of <see cref="ServerKey"/>; null: it is in use.</param>
public sealed record RecordedKey(string KeyId, string? RetiredFor)
{
    /// <inheritdoc cref="ServerKey.IsWithdrawn"/>
    public bool IsWithdrawn => RetiredFor == ServerKey.Compromised;
}
