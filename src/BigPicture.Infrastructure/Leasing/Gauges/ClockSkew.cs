using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Leasing.Gauges;

internal sealed class ClockSkew(ILedgerTime time, TimeProvider clock) : IGauge
{
    private static readonly GaugeName Name = new(
        "bigpicture.clock.skew",
        "s",
        "The machine's clock less the time by which leases end: the database's where servers share one, else the one that is believed."
    );

    public IReadOnlyList<GaugeName> Names => [Name];

    public Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<GaugeReading>>([new GaugeReading(Name, Instant.From(clock.GetUtcNow()) - time.Trusted)]);
}
