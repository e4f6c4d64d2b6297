using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>By id.</summary>
public sealed record ListProducts(int? Limit = null, string? Cursor = null) : IPagedQuery<ProductView>;

internal sealed class ListProductsValidator : AbstractValidator<ListProducts>
{
    public ListProductsValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListProductsHandler(IProductStore products, Caller caller) : IRequestHandler<ListProducts, Outcome<Page<ProductView>>>
{
    public async Task<Outcome<Page<ProductView>>> Handle(ListProducts request, CancellationToken cancel)
    {
        var cursor = new Cursor("products");
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;

        ProductId? after = position.Value is { } id ? new ProductId(id) : null;
        var size = Page.SizeOf(request);
        var found = await products.List(caller.Products, after, size + 1, cancel);
        return Page.Cut(found, size, ProductView.Of, product => cursor.Write(product.Id.Value));
    }
}
