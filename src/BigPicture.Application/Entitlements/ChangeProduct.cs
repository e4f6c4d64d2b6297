using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

public sealed record ChangeProduct(ProductId Id, string Name) : ICommand<ProductView>;

internal sealed class ChangeProductValidator : AbstractValidator<ChangeProduct>
{
    public ChangeProductValidator() => RuleFor(request => request.Name).IsText("name", Product.NameMax);
}

internal sealed class ChangeProductHandler(IProductStore products, Caller caller, FactLog log, TimeProvider clock)
    : IRequestHandler<ChangeProduct, Outcome<ProductView>>
{
    public async Task<Outcome<ProductView>> Handle(ChangeProduct request, CancellationToken cancel)
    {
        var what = $"Product '{request.Id}'";
        if (!caller.Sees(request.Id) || await products.Find(request.Id, cancel) is not { } product)
            return Denial.NotFound(what);
        if (caller.RefuseTied("change products") is { } refused)
            return refused;
        if (caller.RefuseVersion(what, product.Version) is { } stale)
            return stale;
        var now = Instant.From(clock.GetUtcNow());
        log.Stood(new ProductUpdated(product, now));
        var renamed = product.Rename(request.Name, now);
        if (renamed.IsDenied(out var denial))
            return denial;

        log.Tell(renamed.Value);
        return ProductView.Of(product);
    }
}
