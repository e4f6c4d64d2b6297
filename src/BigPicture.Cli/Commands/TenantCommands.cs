using System.CommandLine;
using BigPicture.Cli.Http;
using BigPicture.Cli.Output;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands;

internal static class TenantCommands
{
    private static readonly Field<TenantAnswer>[] Fields =
    [
        new("tenant_id", t => t.TenantId),
        new("name", t => t.Name),
        new("version", t => t.Version),
        new("created_at", t => t.CreatedAt),
        new("updated_at", t => t.UpdatedAt, InList: false),
    ];

    public static Command Create(Remote remote) =>
        remote.Group("tenant", "Customers of the vendor.", New(remote), List(remote), Show(remote), Update(remote));

    private static Command New(Remote remote)
    {
        var id = new NewId();
        var name = Options.RequiredText("--name", "The name for people.", "NAME");
        return remote.Ask(
            "create",
            "Create a tenant.",
            [.. id.All, name],
            (parse, server, cancel) =>
                server.Post(
                    Route.To("tenants"),
                    new CreateTenantRequest { TenantId = id.Read(parse), Name = parse.GetRequiredValue(name) },
                    WireJson.Requests.CreateTenantRequest,
                    WireJson.Answers.TenantAnswer,
                    cancel
                ),
            (terminal, tenant) => terminal.Sheet(tenant, Fields)
        );
    }

    private static Command List(Remote remote) =>
        remote.List(
            "list",
            "List tenants.",
            [],
            new Listing<TenantList, TenantAnswer>
            {
                Path = _ => Route.To("tenants"),
                Plural = "tenants",
                Form = () => WireJson.Answers.TenantList,
                Items = page => page.Tenants,
                Next = page => page.NextCursor,
                Fields = Fields,
            }
        );

    private static Command Show(Remote remote)
    {
        var id = Options.Id("ID", "The tenant.");
        return remote.Ask(
            "show",
            "Show a tenant.",
            [id],
            (parse, server, cancel) => server.Get(Route.To("tenants", parse.GetRequiredValue(id)), WireJson.Answers.TenantAnswer, cancel),
            (terminal, tenant) => terminal.Sheet(tenant, Fields)
        );
    }

    private static Command Update(Remote remote)
    {
        var id = Options.Id("ID", "The tenant.");
        var name = Options.RequiredText("--name", "The new name for people.", "NAME");
        var version = Options.IfVersion();
        return remote.Ask(
            "update",
            "Rename a tenant.",
            [id, name, version],
            (parse, server, cancel) =>
                server.Put(
                    Route.To("tenants", parse.GetRequiredValue(id)),
                    new UpdateTenantRequest { Name = parse.GetRequiredValue(name) },
                    Options.IfMatch(parse.GetValue(version)),
                    WireJson.Requests.UpdateTenantRequest,
                    WireJson.Answers.TenantAnswer,
                    cancel
                ),
            (terminal, tenant) => terminal.Sheet(tenant, Fields)
        );
    }
}
