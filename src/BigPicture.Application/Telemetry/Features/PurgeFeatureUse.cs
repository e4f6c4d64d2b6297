using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Features;

/// <summary>A loop's tick: forgets reports that nobody repeats any more, and takes away days that are not kept.</summary>
public sealed record PurgeFeatureUse : ICommand<int>
{
    public const int BatchSizeMax = 1_000;
}

internal sealed class PurgeFeatureUseHandler(IFeatureStore features, Retention retention, ILedgerTime time)
    : IRequestHandler<PurgeFeatureUse, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(PurgeFeatureUse request, CancellationToken cancel)
    {
        var now = time.Trusted;
        return await features.Purge(
            now - CountFeatureUse.RememberedSeconds,
            now - Retention.Seconds(retention.EventDays),
            PurgeFeatureUse.BatchSizeMax,
            cancel
        );
    }
}
