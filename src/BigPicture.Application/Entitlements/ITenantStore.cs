using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Entitlements;

public interface ITenantStore
{
    /// <summary>Null when there is none. Changes made to it are stored with the transaction in hand.</summary>
    Task<Tenant?> Find(TenantId id, CancellationToken cancel);

    Task<bool> Exists(TenantId id, CancellationToken cancel);

    /// <summary>Stored with the transaction in hand. The caller has looked in it whether the id is free.</summary>
    void Add(Tenant tenant);

    /// <summary>By id, those after <paramref name="after"/>, at most <paramref name="count"/>.</summary>
    /// <param name="only">The one that may be listed; null: all.</param>
    Task<IReadOnlyList<Tenant>> List(TenantId? only, TenantId? after, int count, CancellationToken cancel);
}
