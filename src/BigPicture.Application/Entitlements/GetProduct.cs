using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Entitlements;

public sealed record GetProduct(ProductId Id) : IQuery<ProductView>;

internal sealed class GetProductHandler(IProductStore products, Caller caller) : IRequestHandler<GetProduct, Outcome<ProductView>>
{
    public async Task<Outcome<ProductView>> Handle(GetProduct request, CancellationToken cancel) =>
        caller.Sees(request.Id) && await products.Find(request.Id, cancel) is { } product
            ? ProductView.Of(product)
            : Denial.NotFound($"Product '{request.Id}'");
}
