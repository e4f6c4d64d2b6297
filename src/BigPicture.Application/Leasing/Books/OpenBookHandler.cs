using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using MediatR;

namespace BigPicture.Application.Leasing.Books;

internal sealed class OpenBookHandler(IBookStore books, ILedgerClock clock) : IRequestHandler<OpenBook>
{
    public async Task<Unit> Handle(OpenBook request, CancellationToken cancel)
    {
        var reading = await clock.Read(cancel);
        books.Add(Book.Open(request.Tenant, request.Entitlement, request.Terms.HoldRevokedSeats, reading.Trusted));
        return Unit.Value;
    }
}
