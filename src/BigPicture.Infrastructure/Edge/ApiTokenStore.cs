using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Edge;

internal sealed class ApiTokenStore(LicensingDb db) : IApiTokenStore
{
    public Task<ApiToken?> Find(TenantId? owner, ApiTokenId id, CancellationToken cancel) =>
        Of(owner).SingleOrDefaultAsync(t => t.Id == id, cancel);

    public void Add(ApiToken token) => db.Add(token);

    public async Task<IReadOnlyList<ApiToken>> List(TenantId? owner, ApiTokenId? after, int count, CancellationToken cancel)
    {
        var tokens = Of(owner).AsNoTracking();
        if (after is { } last)
            tokens = tokens.Where(t => t.Id.CompareTo(last) > 0);
        return await tokens.OrderBy(t => t.Id).Take(count).ToListAsync(cancel);
    }

    public async Task NoteUses(IReadOnlyCollection<ApiTokenUse> uses, CancellationToken cancel)
    {
        foreach (var use in uses)
        {
            await Of(use.Owner)
                .Where(t => t.Id == use.Token && (t.LastUsedAt == null || t.LastUsedAt < use.At))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, use.At), cancel);
        }
    }

    /// <param name="owner">Null: of all, for administrators of the vendor.</param>
    private IQueryable<ApiToken> Of(TenantId? owner) => owner is { } id ? db.Set<ApiToken>().Where(t => t.Owner == id) : db.Set<ApiToken>();
}
