using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class ProductCommands
{
    private static readonly Field<ProductAnswer>[] Fields =
    [
        new("product_id", t => t.ProductId),
        new("name", t => t.Name),
        new("version", t => t.Version),
        new("created_at", t => t.CreatedAt),
        new("updated_at", t => t.UpdatedAt, InList: false),
    ];

    public static Command Create(Remote remote) =>
        remote.Group("product", "What the vendor sells, for all tenants.", New(remote), List(remote), Show(remote), Update(remote));

    private static Command New(Remote remote)
    {
        var id = new NewId();
        var name = Options.RequiredText("--name", "The name for people.", "NAME");
        return remote.Ask(
            "create",
            "Create a product.",
            [.. id.All, name],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("products"),
                    new CreateProductRequest { ProductId = id.Read(parse), Name = parse.GetRequiredValue(name) },
                    WireJson.Requests.CreateProductRequest,
                    WireJson.Answers.ProductAnswer,
                    cancel
                ),
            (terminal, product) => terminal.Sheet(product, Fields)
        );
    }

    private static Command List(Remote remote) =>
        remote.List(
            "list",
            "List products.",
            [],
            new Listing<ProductList, ProductAnswer>
            {
                Path = _ => Route.To("products"),
                Plural = "products",
                Form = () => WireJson.Answers.ProductList,
                Items = page => page.Products,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );

    private static Command Show(Remote remote)
    {
        var id = Options.Id("ID", "The product.");
        return remote.Ask(
            "show",
            "Show a product.",
            [id],
            (parse, server, cancel) => server.Get(Route.To("products", parse.GetRequiredValue(id)), WireJson.Answers.ProductAnswer, cancel),
            (terminal, product) => terminal.Sheet(product, Fields)
        );
    }

    private static Command Update(Remote remote)
    {
        var id = Options.Id("ID", "The product.");
        var name = Options.RequiredText("--name", "The new name for people.", "NAME");
        var version = Options.IfVersion();
        return remote.Ask(
            "update",
            "Rename a product.",
            [id, name, version],
            (parse, server, cancel) =>
                server.Put(
                    Route.To("products", parse.GetRequiredValue(id)),
                    new UpdateProductRequest { Name = parse.GetRequiredValue(name) },
                    Options.IfMatch(parse.GetValue(version)),
                    WireJson.Requests.UpdateProductRequest,
                    WireJson.Answers.ProductAnswer,
                    cancel
                ),
            (terminal, product) => terminal.Sheet(product, Fields)
        );
    }
}
