using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>What is revoked, with the epochs that grow in the transaction of every act that revokes.</summary>
public interface IRevocationStore
{
    /// <summary>The epochs of these tenants as they stand committed; for a loop and for what is signed for all callers.</summary>
    Task<IReadOnlyDictionary<TenantId, long>> Epochs(IReadOnlyCollection<TenantId> tenants, CancellationToken cancel);

    /// <summary>What is revoked of a tenant, the vendor's keys included: all of this epoch, and perhaps already some of the next.</summary>
    /// <param name="endedAfter">What ended before is left out.</param>
    Task<RevokedState> Read(TenantId tenant, Instant endedAfter, CancellationToken cancel);

    /// <summary>
    /// Lets every tenant's epoch grow past all that was told before <paramref name="now"/>, also by a server whose database was restored
    /// from before that. In the caller's transaction.
    /// </summary>
    Task RaiseAll(Instant now, CancellationToken cancel);

    /// <summary>Of any tenant, for a loop: takes away what ended before, at most <paramref name="count"/>.</summary>
    /// <returns>How many.</returns>
    Task<int> Purge(Instant before, int count, CancellationToken cancel);
}

/// <param name="RaisedAt">When the epoch grew last.</param>
public sealed record RevokedState(long Epoch, Instant RaisedAt, IReadOnlyList<Revoked> Revoked);
