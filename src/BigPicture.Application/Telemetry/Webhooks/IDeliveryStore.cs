using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

public interface IDeliveryStore
{
    Task<Delivery?> Find(Webhook webhook, EventId id, CancellationToken cancel);

    Task<IReadOnlyList<Delivery>> Find(Webhook webhook, IReadOnlyCollection<EventId> ids, CancellationToken cancel);

    /// <summary>Youngest first, those that are older than <paramref name="before"/>.</summary>
    Task<IReadOnlyList<Delivery>> List(Webhook webhook, DeliveryState? state, EventId? before, int count, CancellationToken cancel);

    /// <summary>Those whose time has come, oldest first.</summary>
    Task<IReadOnlyList<Delivery>> Due(Webhook webhook, Instant now, int count, CancellationToken cancel);

    Task<int> Waiting(Webhook webhook, CancellationToken cancel);

    /// <summary>When the next one that waits is due; null: none waits.</summary>
    Task<Instant?> NextDue(Webhook webhook, IReadOnlyCollection<EventId> but, CancellationToken cancel);

    void Add(Delivery delivery);

    /// <summary>Of all tenants: takes away those that are over and older than a time, and those whose webhook is gone.</summary>
    /// <returns>How many.</returns>
    Task<int> Purge(Instant before, int count, CancellationToken cancel);
}
