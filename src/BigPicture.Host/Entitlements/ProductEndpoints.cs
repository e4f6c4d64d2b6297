using BigPicture.Application.Entitlements;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BigPicture.Host.Entitlements;

internal static class ProductEndpoints
{
    private const string Tag = "Products";
    private const string One = "/v1/products/{product_id}";
    private static readonly WireJsonContext Json = WireJson.Requests;

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.Serve(
            new Operation(HttpMethods.Post, "/v1/products", Create)
            {
                Name = "create_product",
                Tag = Tag,
                Summary = "Create a product",
                Description =
                    "A product belongs to the vendor and is the same for all tenants. Not for an API token that is tied to a tenant or to products.",
                Scope = Scopes.AdminWrite,
                Body = typeof(CreateProductRequest),
                TakesIdempotencyKey = true,
                Answers = [Success.Created<ProductAnswer>("The product.")],
                Refusals = [DenialCode.Conflict],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/products", List)
            {
                Name = "list_products",
                Tag = Tag,
                Summary = "List products",
                Scope = Scopes.AdminRead,
                Query = [QueryParameter.Limit, QueryParameter.Cursor],
                Answers = [Success.Ok<ProductList>("One page, in order of their ids.")],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Get, One, Get)
            {
                Name = "get_product",
                Tag = Tag,
                Summary = "Show a product",
                Scope = Scopes.AdminRead,
                Answers = [Success.OkVersioned<ProductAnswer>("The product.")],
                Refusals = [DenialCode.NotFound],
            }
        );
        routes.Serve(
            new Operation(HttpMethods.Put, One, Change)
            {
                Name = "change_product",
                Tag = Tag,
                Summary = "Rename a product",
                Scope = Scopes.AdminWrite,
                Body = typeof(UpdateProductRequest),
                TakesIfMatch = true,
                Answers = [Success.OkVersioned<ProductAnswer>("The product as it stands.")],
                Refusals = [DenialCode.NotFound, DenialCode.VersionMismatch],
            }
        );
    }

    private static Task<Outcome<Answer>> Create(Call call) =>
        call.Read(Json.CreateProductRequest)
            .Then(body => call.Send(new CreateProduct(Ids.ProductOrNull(body.ProductId), body.Name)))
            .As(product => Answer.Created($"/v1/products/{product.Id}", ToWire(product), Json.ProductAnswer, product.Version));

    private static Task<Outcome<Answer>> List(Call call) =>
        call.Send(new ListProducts(call.Query.Limit, call.Query.Cursor)).As(page => Answer.Ok(ToWire(page), Json.ProductList));

    private static Task<Outcome<Answer>> Get(Call call) => call.Send(new GetProduct(Id(call))).As(Shown);

    private static Task<Outcome<Answer>> Change(Call call) =>
        call.Read(Json.UpdateProductRequest).Then(body => call.Send(new ChangeProduct(Id(call), body.Name))).As(Shown);

    private static ProductId Id(Call call) => new(call.Path("product_id"));

    private static Answer Shown(ProductView product) => Answer.Ok(ToWire(product), Json.ProductAnswer, product.Version);

    private static ProductList ToWire(Page<ProductView> page) =>
        new() { Products = [.. page.Items.Select(ToWire)], NextCursor = page.NextCursor };

    private static ProductAnswer ToWire(ProductView product) =>
        new()
        {
            ProductId = product.Id.Value,
            Name = product.Name,
            Version = product.Version,
            CreatedAt = product.CreatedAt.ToDateTimeOffset(),
            UpdatedAt = product.UpdatedAt.ToDateTimeOffset(),
        };
}
