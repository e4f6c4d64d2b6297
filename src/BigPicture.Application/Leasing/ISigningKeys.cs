using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>The keys that this server signs with, which several servers may share.</summary>
public interface ISigningKeys
{
    /// <summary>Reads what was added or retired. What cannot be read changes nothing.</summary>
    void Reread();

    /// <summary>Every key as it was read last.</summary>
    IReadOnlyList<SeenKey> Seen { get; }

    /// <summary>Takes out of use what the database says is withdrawn, whatever lies in the directory.</summary>
    void Withdraw(IReadOnlySet<string> keyIds);

    /// <summary>Lets the newest key in use sign that all servers have read.</summary>
    Task Choose(CancellationToken cancel);
}

/// <param name="Use">What it signs, or <c>root</c>.</param>
/// <param name="NotAfter">The end of its certificates; null: a root has none.</param>
public sealed record SeenKey(string KeyId, string Use, Instant? NotAfter)
{
    /// <summary>Why it signs nothing new; null: it is in use.</summary>
    public string? RetiredFor { get; init; }

    /// <summary>The key that took over.</summary>
    public string? Successor { get; init; }
}
