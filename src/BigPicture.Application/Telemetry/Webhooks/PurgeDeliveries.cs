using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>A loop's tick: takes away deliveries that are over and have been kept for their time, and those of deleted webhooks.</summary>
public sealed record PurgeDeliveries : ICommand<int>
{
    public const int BatchSizeMax = 1_000;
}

internal sealed class PurgeDeliveriesHandler(IDeliveryStore deliveries, Retention retention, ILedgerTime time)
    : IRequestHandler<PurgeDeliveries, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(PurgeDeliveries request, CancellationToken cancel) =>
        await deliveries.Purge(time.Trusted - Retention.Seconds(retention.DeliveryDays), PurgeDeliveries.BatchSizeMax, cancel);
}
