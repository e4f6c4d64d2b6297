using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Purging;

/// <summary>
/// A loop's tick: goes a stretch further along the leases and takes away those that ended, and whose last token ran out, so long ago that
/// they are not kept any more. A live lease always stays, and so does a seat that a revoked one holds.
/// </summary>
public sealed record PurgeLeases : ICommand<bool>
{
    /// <summary>Leases looked at in one transaction: some milliseconds, for which grants wait.</summary>
    public const int StretchMax = 500;
}

internal sealed class PurgeLeasesHandler(ILeasePurge leases, LeaseWalk walk, Retention retention, ILedgerTime time)
    : IRequestHandler<PurgeLeases, Outcome<bool>>
{
    /// <returns>Whether there is more of this walk; the next one begins anew.</returns>
    public async Task<Outcome<bool>> Handle(PurgeLeases request, CancellationToken cancel)
    {
        var before = time.Trusted - Retention.Seconds(retention.LeaseDays);
        walk.At = await leases.Purge(walk.At, before, PurgeLeases.StretchMax, cancel);
        return walk.At is not null;
    }
}

/// <summary>Where the loop is on its way along the leases of all tenants; null before and after.</summary>
internal sealed class LeaseWalk
{
    public LeasePlace? At { get; set; }
}

/// <summary>The last lease that was passed.</summary>
public sealed record LeasePlace(TenantId Tenant, LeaseId Lease);

public interface ILeasePurge
{
    /// <summary>
    /// Takes away, of the next <paramref name="count"/> leases behind <paramref name="from"/>, those that are over since
    /// <paramref name="before"/>; at the beginning of a tenant, blocks that are.
    /// </summary>
    /// <returns>The place to go on from; null when the last tenant's last lease that may be that old was passed.</returns>
    Task<LeasePlace?> Purge(LeasePlace? from, Instant before, int count, CancellationToken cancel);
}
