using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Storage;

/// <summary>
/// Compares the ledger's books with the entitlements that they were opened for: a change writes both in one transaction, so version and
/// limits are the same on either side. Reads everything: for an operator who asks.
/// </summary>
internal sealed class BookAudit(LicensingDb db)
{
    private const string SeatPool = "seats";
    private const string FeaturePools = "feature/";

    public async Task<IReadOnlyList<LedgerContradiction>> Find(int count, CancellationToken cancel)
    {
        var books = await db.Set<Book>().AsNoTracking().ToDictionaryAsync(book => (book.Tenant, book.Entitlement), cancel);
        var pools = (
            await db.Set<Pool>()
                .AsNoTracking()
                .Where(pool => pool.Name == SeatPool || pool.Name.StartsWith(FeaturePools))
                .ToListAsync(cancel)
        ).ToLookup(pool => (pool.Tenant, pool.Entitlement));

        var found = new List<LedgerContradiction>();
        await foreach (var entitlement in db.Set<Entitlement>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancel))
        {
            var id = (entitlement.Tenant, entitlement.Id);
            found.AddRange(Compare(entitlement, books.GetValueOrDefault(id), pools[id]).Select(what => Of(id, what)));
            books.Remove(id);
        }
        found.AddRange(books.Keys.Select(id => Of(id, "There is a book, and no entitlement that it belongs to.")));
        return [.. found.Take(count)];

        static LedgerContradiction Of((TenantId Tenant, EntitlementId Entitlement) id, string what) => new(id.Tenant, id.Entitlement, what);
    }

    private static IEnumerable<string> Compare(Entitlement entitlement, Book? book, IEnumerable<Pool> pools)
    {
        if (book is null)
        {
            yield return "There is an entitlement, and no book for it.";
            yield break;
        }
        if (book.Version != entitlement.Version)
            yield return $"The book is at version {book.Version}; the entitlement is at {entitlement.Version}.";
        var limits = entitlement.Policy.PoolLimits();
        foreach (var pool in pools)
            // A plug-in's type may give out fewer seats than the policy has.
            if (limits.TryGetValue(pool.Name, out var limit) && (pool.Limit > limit || pool.Limit < limit && pool.Name != SeatPool))
                yield return $"Pool {pool.Name} says that its limit is {pool.Limit}; the policy says {limit}.";
    }
}
