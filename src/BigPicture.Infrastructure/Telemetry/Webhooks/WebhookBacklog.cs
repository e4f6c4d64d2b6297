using BigPicture.Application.Contracts;
using BigPicture.Domain.Telemetry;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

/// <summary>Deliveries of all tenants that failed and are tried again later.</summary>
internal sealed class WebhookBacklog(LicensingDb db) : IGauge
{
    private static readonly GaugeName Name = new(
        "bigpicture.webhook.backlog",
        "{delivery}",
        "Deliveries of webhooks that were tried in vain and wait for the next try."
    );

    public IReadOnlyList<GaugeName> Names => [Name];

    public async Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel) =>
        [new GaugeReading(Name, await db.Set<Delivery>().CountAsync(delivery => delivery.NextAt != null, cancel))];
}
