using BigPicture.Application.Leasing.Ledger;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// Writes down, in one bounded step, what has ended by time or by a revocation: rows, events, seats. Nothing waits for it, since
/// every read and every grant treats what is over as over; it keeps the tables and the feed in step.
/// </summary>
public sealed record ReapLeases : IQuery<int>
{
    public const int StepMax = 256;
}

internal sealed class ReapLeasesHandler(IDueReader due, ILeaseLedger ledger) : IRequestHandler<ReapLeases, Outcome<int>>
{
    /// <returns>How many leases and seats were looked after; a full step means that more may wait.</returns>
    public async Task<Outcome<int>> Handle(ReapLeases request, CancellationToken cancel)
    {
        var found = await due.Find(ReapLeases.StepMax, cancel);
        await Task.WhenAll(found.Select(reaping => ledger.Post(reaping, cancel)));
        return found.Sum(reaping => Math.Max(1, reaping.Leases.Length + reaping.Seats.Length));
    }
}

/// <summary>Finds what is over but not written down yet.</summary>
public interface IDueReader
{
    /// <summary>By entitlement: due leases, revoked leases, held seats whose time has come; at most <paramref name="count"/> of each.</summary>
    Task<IReadOnlyList<Reaping>> Find(int count, CancellationToken cancel);
}
