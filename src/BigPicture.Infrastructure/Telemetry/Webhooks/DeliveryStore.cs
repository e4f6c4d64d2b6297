using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

internal sealed class DeliveryStore(LicensingDb db) : IDeliveryStore
{
    public Task<Delivery?> Find(Webhook webhook, EventId id, CancellationToken cancel) =>
        Of(webhook).SingleOrDefaultAsync(d => d.Event == id, cancel);

    public async Task<IReadOnlyList<Delivery>> Find(Webhook webhook, IReadOnlyCollection<EventId> ids, CancellationToken cancel) =>
        await Of(webhook).Where(d => ids.Contains(d.Event)).ToListAsync(cancel);

    public async Task<IReadOnlyList<Delivery>> List(
        Webhook webhook,
        DeliveryState? state,
        EventId? before,
        int count,
        CancellationToken cancel
    )
    {
        var deliveries = Of(webhook).AsNoTracking();
        if (state is { } wanted)
            deliveries = deliveries.Where(d => d.State == wanted);
        if (before is { } last)
            deliveries = deliveries.Where(d => d.Event.CompareTo(last) < 0);
        return await deliveries.OrderByDescending(d => d.Event).Take(count).ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<Delivery>> Due(Webhook webhook, Instant now, int count, CancellationToken cancel) =>
        await Of(webhook)
            .AsNoTracking()
            .Where(d => d.NextAt != null && d.NextAt <= now)
            .OrderBy(d => d.NextAt)
            .Take(count)
            .ToListAsync(cancel);

    public Task<int> Waiting(Webhook webhook, CancellationToken cancel) => Of(webhook).CountAsync(d => d.NextAt != null, cancel);

    public Task<Instant?> NextDue(Webhook webhook, IReadOnlyCollection<EventId> but, CancellationToken cancel) =>
        Of(webhook)
            .Where(d => d.NextAt != null && !but.Contains(d.Event))
            .OrderBy(d => d.NextAt)
            .Select(d => d.NextAt)
            .FirstOrDefaultAsync(cancel);

    public void Add(Delivery delivery) => db.Add(delivery);

    // For the loop, so of all tenants.
    public async Task<int> Purge(Instant before, int count, CancellationToken cancel)
    {
        var over = db.Set<Delivery>()
            .Where(d =>
                (d.NextAt == null && d.CreatedAt <= before) || !db.Set<Webhook>().Any(w => w.Owner == d.Owner && w.Id == d.Webhook)
            );
        var oldest = await over.AsNoTracking().OrderBy(d => d.CreatedAt).Take(count).ToListAsync(cancel);
        foreach (var webhook in oldest.GroupBy(d => (d.Owner, d.Webhook)))
        {
            var ids = webhook.Select(d => d.Event).ToList();
            await db.Set<Delivery>()
                .Where(d => d.Owner == webhook.Key.Owner && d.Webhook == webhook.Key.Webhook && ids.Contains(d.Event))
                .ExecuteDeleteAsync(cancel);
        }
        return oldest.Count;
    }

    private IQueryable<Delivery> Of(Webhook webhook) => db.Set<Delivery>().Where(d => d.Owner == webhook.Owner && d.Webhook == webhook.Id);
}
