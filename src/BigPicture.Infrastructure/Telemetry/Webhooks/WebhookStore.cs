using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

internal sealed class WebhookStore(LicensingDb db) : IWebhookStore
{
    public Task<Webhook?> Find(TenantId? owner, WebhookId id, CancellationToken cancel) =>
        Of(owner).SingleOrDefaultAsync(w => w.Id == id, cancel);

    public async Task<IReadOnlyList<Webhook>> List(TenantId? owner, WebhookId? after, int count, CancellationToken cancel)
    {
        var webhooks = Of(owner).AsNoTracking();
        if (after is { } last)
            webhooks = webhooks.Where(w => w.Id.CompareTo(last) > 0);
        return await webhooks.OrderBy(w => w.Id).Take(count).ToListAsync(cancel);
    }

    public Task<int> Count(TenantId owner, CancellationToken cancel) => Of(owner).CountAsync(cancel);

    public void Add(Webhook webhook) => db.Add(webhook);

    public void Remove(Webhook webhook) => db.Remove(webhook);

    // For the loop, so of all tenants.
    public async Task<IReadOnlyList<Webhook>> Enabled(int count, CancellationToken cancel) =>
        await Of(null).AsNoTracking().Where(w => w.DisabledAt == null).OrderBy(w => w.Id).Take(count).ToListAsync(cancel);

    /// <param name="owner">Null: of all, for administrators of the vendor and for loops.</param>
    private IQueryable<Webhook> Of(TenantId? owner) => owner is { } id ? db.Set<Webhook>().Where(w => w.Owner == id) : db.Set<Webhook>();
}
