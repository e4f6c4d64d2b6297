using System.Text.Json;
using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.Host.Commands;

/// <summary>What a new server tells once, when its first token is made.</summary>
internal sealed record Founded(string AdminToken, IReadOnlyList<string> RootKeys)
{
    /// <summary>With the demo: its client's token, and its entitlements by product.</summary>
    public string? ClientToken { get; init; }

    public IReadOnlyList<DemoEntitlement> Entitlements { get; init; } = [];
}

internal sealed record DemoEntitlement(string Product, string EntitlementId, string Type);

/// <summary>The first acts on a new server: the commands that an operator would send, sent by the server itself.</summary>
internal static class Founding
{
    public const string DemoTenant = "acme";

    private static readonly (string Product, string Name, string Policy)[] Demo =
    [
        ("cad-pro", "CAD Pro", """{"type":"concurrent","max_seats":3,"features":["export","render"]}"""),
        ("office", "Office", """{"type":"per_user","max_seats":5}"""),
        ("render-node", "Render node", """{"type":"per_machine","max_seats":5}"""),
        ("viewer", "Viewer", """{"type":"feature_based","features":["open"]}"""),
    ];

    /// <param name="roots">What applications pin; none while the root is kept elsewhere and has certified nothing yet.</param>
    /// <exception cref="CommandException">There is a server already.</exception>
    public static async Task<Founded> Found(IServiceProvider services, IReadOnlyList<string> roots, bool withDemo, CancellationToken cancel)
    {
        var tokens = await Send(services, new ListApiTokens(Limit: 1), cancel);
        if (tokens.Items.Count > 0)
            throw new CommandException(
                "The database holds a server already.",
                "Start that one, from its own data directory; or name an empty database."
            );
        var admin = await Send(services, new CreateApiToken("admin", Scopes.All.Words()), cancel);
        var founded = new Founded(admin.Secret!, roots);
        return withDemo ? await AddDemo(services, founded, cancel) : founded;
    }

    private static async Task<Founded> AddDemo(IServiceProvider services, Founded founded, CancellationToken cancel)
    {
        var tenant = new TenantId(DemoTenant);
        await Send(services, new CreateTenant(tenant, "Acme"), cancel);
        var entitlements = new List<DemoEntitlement>();
        foreach (var (product, name, policy) in Demo)
        {
            var id = new ProductId(product);
            await Send(services, new CreateProduct(id, name), cancel);
            var made = await Send(services, new CreateEntitlement(tenant, id, JsonElement.Parse(policy)), cancel);
            var type = JsonElement.Parse(made.PolicyJson).GetProperty("type").GetString()!;
            entitlements.Add(new DemoEntitlement(product, made.Id.ToString(), type));
        }
        var client = await Send(
            services,
            new CreateApiToken("demo client", (Scopes.LicenseRead | Scopes.LicenseWrite).Words())
            {
                Tenant = tenant,
                Products = [.. Demo.Select(demo => new ProductId(demo.Product))],
            },
            cancel
        );
        return founded with { ClientToken = client.Secret, Entitlements = entitlements };
    }

    /// <summary>Each in a scope of its own, as each request has one.</summary>
    private static async Task<T> Send<T>(IServiceProvider services, IRequest<Outcome<T>> command, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancel);
        return outcome.IsDenied(out var denial)
            ? throw new InvalidOperationException($"{command.GetType().Name} was refused: {denial.Message}")
            : outcome.Value;
    }
}
