using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <param name="Id">Null: the server makes one.</param>
public sealed record CreateProduct(ProductId? Id, string Name) : ICreate<ProductView>;

internal sealed class CreateProductValidator : AbstractValidator<CreateProduct>
{
    public CreateProductValidator()
    {
        RuleFor(request => request.Id.HasValue ? request.Id.Value.Value : null).IsOperatorNameOrAbsent("product_id");
        RuleFor(request => request.Name).IsText("name", Product.NameMax);
    }
}

internal sealed class CreateProductHandler(IProductStore products, Caller caller, FactLog log, TimeProvider clock)
    : IRequestHandler<CreateProduct, Outcome<ProductView>>
{
    public async Task<Outcome<ProductView>> Handle(CreateProduct request, CancellationToken cancel)
    {
        if (caller.RefuseTied("create products") is { } refused)
            return refused;
        var time = clock.GetUtcNow();
        var now = Instant.From(time);
        var id = request.Id ?? ProductId.New(time);
        if (await products.Exists(id, cancel))
            return Denial.Conflict($"Product '{id}' exists already. Choose another product_id, or change the one there is.");
        var created = Product.Create(id, request.Name, now);
        if (created.IsDenied(out var denial))
            return denial;

        products.Add(created.Value);
        log.Tell(new ProductCreated(created.Value, now));
        return ProductView.Of(created.Value);
    }
}
