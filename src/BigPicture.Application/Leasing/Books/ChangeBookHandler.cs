using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Books;

internal sealed class ChangeBookHandler(IBookStore books, ILedgerClock clock, FactLog log) : IRequestHandler<ChangeBook, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(ChangeBook request, CancellationToken cancel)
    {
        var book = await books.Lock(request.Tenant, request.Entitlement, cancel);
        var reading = await clock.Read(cancel);
        var now = Instant.Max(reading.Trusted, book.LastAt);
        if (request.Guard is { } guard && await Refuse(guard, book, now, cancel) is { } denial)
            return denial with { Entitlement = request.Entitlement };

        if (request.Version > book.Version)
            book.Change(request.Version, request.Terms.HoldRevokedSeats, now);
        foreach (var pool in await books.Pools(book.Tenant, book.Entitlement, request.Terms.SeatLimits.Keys, cancel))
            pool.SetLimit(request.Terms.SeatLimits[pool.Name]);
        if (request.RevokeLeases is { } reason)
        {
            book.RevokeLeases(reason, reading);
            log.Tell(RevokedTokens.Of(book, Instant.Max(await books.LatestSigned(book, cancel), book.RevokedBefore)));
        }
        if (request.CutLeasesAt is { } at)
            await books.CutLeases(book, at, cancel);
        return Unit.Value;
    }

    private async Task<Denial?> Refuse(BookGuard guard, Book book, Instant now, CancellationToken cancel)
    {
        if (guard.WhileAnyLive && await books.AnyLive(book, now, cancel))
            return InUse("its license type cannot change while leases live");
        if (guard.Pools.Count > 0 && await books.FirstPoolInUse(book, guard.Pools, now, cancel) is { } pool)
            return InUse($"pool {pool} cannot be taken away while leases stand on it");
        return null;

        Denial InUse(string why) =>
            new(DenialCode.Conflict, $"{book.Entitlement}: {why}. Wait for them to end, or send \"revoke_active_leases\": true.");
    }
}
