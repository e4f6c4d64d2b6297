using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Leasing.Gauges;

/// <summary>Leases of all tenants that are over by time and not written down as such yet.</summary>
internal sealed class ExpiryBacklog(LicensingDb db, ILedgerTime time) : IGauge
{
    /// <summary>Nobody needs to know how many more there are.</summary>
    private const int CountMax = 100_000;

    private static readonly GaugeName Name = new(
        "bigpicture.expiry.backlog",
        "{lease}",
        "Leases that have ended by time and wait for the loop that writes it down; counted up to 100,000."
    );

    public IReadOnlyList<GaugeName> Names => [Name];

    public async Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel)
    {
        var now = time.Trusted;
        var due = db.Set<Lease>().Where(lease => lease.State == LeaseState.Live && lease.EndsAt <= now).OrderBy(lease => lease.EndsAt);
        return [new GaugeReading(Name, await due.Take(CountMax).CountAsync(cancel))];
    }
}
