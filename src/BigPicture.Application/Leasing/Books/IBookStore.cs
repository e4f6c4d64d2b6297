using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Books;

/// <summary>Books outside of the ledger's batches: for changes of entitlements, in their transaction.</summary>
public interface IBookStore
{
    void Add(Book book);

    /// <summary>Locks the book until the transaction ends.</summary>
    /// <exception cref="InvalidOperationException">There is none: every entitlement has one from its creation on.</exception>
    Task<Book> Lock(TenantId tenant, EntitlementId entitlement, CancellationToken cancel);

    /// <summary>Those of the named pools that exist; a pool begins with its first seat.</summary>
    Task<IReadOnlyList<Pool>> Pools(TenantId tenant, EntitlementId entitlement, IEnumerable<string> names, CancellationToken cancel);

    Task<bool> AnyLive(Book book, Instant now, CancellationToken cancel);

    /// <summary>The first of the named pools on which a live lease stands; null when none does.</summary>
    Task<string?> FirstPoolInUse(Book book, IEnumerable<string> pools, Instant now, CancellationToken cancel);

    /// <summary>The latest end that was ever signed for a lease whose row is live; zero when there is none.</summary>
    Task<Instant> LatestSigned(Book book, CancellationToken cancel);

    /// <summary>Lets no live lease end later than <paramref name="at"/>, and no seat stay taken longer for it.</summary>
    Task CutLeases(Book book, Instant at, CancellationToken cancel);

    /// <summary>Of any tenant, for a loop: a book under which a pool lies on which no seat is taken; null when there is none.</summary>
    Task<(TenantId Tenant, EntitlementId Entitlement)?> FirstWithEmptyPool(CancellationToken cancel);

    /// <summary>Takes away pools on which no seat is taken, at most <paramref name="count"/>; the caller holds the book's lock.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveEmptyPools(Book book, int count, CancellationToken cancel);

    /// <summary>The latest time that any book of any tenant is dated with; zero when there are none.</summary>
    Task<Instant> LatestTime(CancellationToken cancel);

    /// <summary>
    /// Dates every book of every tenant no later than <paramref name="at"/>, so that new leases are not dated ahead of the clock. Whatever
    /// was revoked stays revoked, and whatever lives, lives; no revocation list names leases that are dated later.
    /// </summary>
    /// <returns>How many were dated later.</returns>
    Task<int> SetBack(Instant at, CancellationToken cancel);
}
