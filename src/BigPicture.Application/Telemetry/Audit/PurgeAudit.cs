using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>A loop's tick: takes the oldest links of one chain away that are not kept any more; the chain begins behind them, under a seal.</summary>
public sealed record PurgeAudit : ICommand<bool>
{
    public const int StretchMax = 500;
}

internal sealed class PurgeAuditHandler(IAuditTrail trail, Retention retention, ILedgerTime time)
    : IRequestHandler<PurgeAudit, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(PurgeAudit request, CancellationToken cancel) =>
        await trail.Purge(time.Trusted - Retention.Seconds(retention.AuditDays), PurgeAudit.StretchMax, cancel);
}
