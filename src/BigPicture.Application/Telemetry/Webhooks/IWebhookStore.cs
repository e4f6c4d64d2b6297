using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Webhooks;

public interface IWebhookStore
{
    /// <param name="owner">Null: of all, for administrators of the vendor.</param>
    Task<Webhook?> Find(TenantId? owner, WebhookId id, CancellationToken cancel);

    /// <inheritdoc cref="Find"/>
    Task<IReadOnlyList<Webhook>> List(TenantId? owner, WebhookId? after, int count, CancellationToken cancel);

    Task<int> Count(TenantId owner, CancellationToken cancel);

    void Add(Webhook webhook);

    void Remove(Webhook webhook);

    /// <summary>Of all tenants, for the loop: those that are told events.</summary>
    Task<IReadOnlyList<Webhook>> Enabled(int count, CancellationToken cancel);
}
