using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using MediatR;

namespace BigPicture.Application.Leasing.Books;

internal sealed class OpenBookHandler(IBookStore books) : IRequestHandler<OpenBook>
{
    public Task<Unit> Handle(OpenBook request, CancellationToken cancel)
    {
        books.Add(Book.Open(request.Tenant, request.Entitlement, request.Terms.HoldRevokedSeats, request.Now));
        return Unit.Task;
    }
}
