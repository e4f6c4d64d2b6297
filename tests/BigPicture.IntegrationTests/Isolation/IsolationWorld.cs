using System.Net;
using BigPicture.Application.Leasing;
using BigPicture.IntegrationTests.Cloud;
using BigPicture.Protocol.Wire;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>A cloud server with two tenants on it, one of whom asks for everything that the other one has.</summary>
internal sealed class IsolationWorld : IAsyncDisposable
{
    private readonly LiveServer server;

    private IsolationWorld(LiveServer server, string superuser) =>
        (this.server, Superuser, Steward) = (server, superuser, new(server.Admin));

    public Steward Steward { get; }

    /// <summary>A connection that passes every wall.</summary>
    public string Superuser { get; }

    /// <summary>What the askers may see.</summary>
    public Belongings Own { get; private set; } = null!;

    /// <summary>Of the same tenant, on a product that some of the askers are not for.</summary>
    public Belongings OtherProduct { get; private set; } = null!;

    public Belongings OtherTenant { get; private set; } = null!;

    /// <summary>The routes as the running server tells them.</summary>
    public IReadOnlyList<RequestShape> Shapes { get; private set; } = [];

    public Asker Admin { get; private set; } = null!;

    /// <summary>Tied to the tenant; tied to its product too.</summary>
    public IReadOnlyList<Asker> Tied { get; private set; } = [];

    /// <summary>Tied to the tenant, with one scope each.</summary>
    public IReadOnlyList<Asker> Scoped { get; private set; } = [];

    public LiveServer Server => server;

    public static async Task<IsolationWorld> Create(CloudDatabase database, Action<IServiceCollection>? also = null)
    {
        var url = database.Create();
        var world = new IsolationWorld(
            await LiveServer.StartCloud(
                url,
                services =>
                {
                    DeafSender.Replace(services);
                    also?.Invoke(services);
                }
            ),
            database.SuperuserOf(url)
        );
        await world.Fill();
        return world;
    }

    /// <summary>Rows of which none may change when only <see cref="Own"/> is any of the askers' business.</summary>
    public Task<IReadOnlySet<string>> RowsOfOthers() =>
        RowsBut($"j->>'tenant_id' = '{Own.Tenant}' AND j->>'product_id' IS DISTINCT FROM '{OtherProduct.Product}'");

    /// <summary>All rows, once what is numbered late has its number, but those that fit a condition.</summary>
    public async Task<IReadOnlySet<string>> RowsBut(string but)
    {
        (await server.Admin.Get("/v1/events?limit=1")).Must(HttpStatusCode.OK);
        return await TenantRows.Read(Superuser, but);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var asker in Tied.Concat(Scoped))
            asker.Client.Dispose();
        await server.DisposeAsync();
    }

    private async Task Fill()
    {
        Own = await Steward.Found("zq-alpha", "mk4alpha1c");
        OtherProduct = await Steward.Spread("zq-alpha", "mk5omega2d");
        OtherTenant = await Steward.Found("zq-bravo", "mk6bravo3e");

        var document = (await server.Anonymous.Get("/openapi/v1.json")).Must(HttpStatusCode.OK).Body;
        Shapes = [.. ApiDocument.RoutesOf(document).Select(route => new RequestShape(document, route))];

        var ofTenant = new Needles([
            .. OtherTenant.All.Except(OtherTenant[Kind.Product]),
            OtherTenant.Mark,
            .. await EventsOf(OtherTenant),
        ]);
        var ofProduct = new Needles([
            .. OtherTenant.All,
            OtherTenant.Mark,
            OtherTenant.ProductMark,
            .. OtherProduct.All.Except(OtherProduct[Kind.Tenant]),
            OtherProduct.Mark,
            OtherProduct.ProductMark,
            .. await EventsOf(OtherTenant),
        ]);
        var tenant = $"\"tenant_id\":\"{Own.Tenant}\"";
        var product = $"{tenant},\"products\":[\"{Own.Product}\"]";
        Admin = new Asker("admin", server.Admin, [], new Needles([]), [.. Scopes.All]);
        Tied =
        [
            await Make("of the tenant", tenant, ofTenant, Scopes.All, [OtherTenant]),
            await Make("of the product", product, ofProduct, Scopes.All, [OtherTenant, OtherProduct]) with
            {
                IsTiedToProduct = true,
            },
        ];
        var scoped = new List<Asker>();
        foreach (var scope in Scopes.All)
            scoped.Add(await Make(scope, tenant, ofTenant, [scope], [OtherTenant]));
        Scoped = scoped;
        await Rest();
    }

    /// <summary>Loops have done what all this left to them; done later, it would look like a change.</summary>
    private async Task Rest()
    {
        await using var scope = server.App.Services.CreateAsyncScope();
        var useCases = scope.ServiceProvider.GetRequiredService<IMediator>();
        await useCases.Send(new TellDenials(All: true), TestContext.Current.CancellationToken);
        await useCases.Send(new ReapLeases(), TestContext.Current.CancellationToken);
    }

    private async Task<Asker> Make(string name, string more, Needles forbidden, IEnumerable<string> scopes, Belongings[] foreign)
    {
        var client = server.Client(await Things.Token(server.Admin, scopes, more));
        return new Asker(name, client, foreign, forbidden, [.. scopes]);
    }

    private async Task<IEnumerable<string>> EventsOf(Belongings of)
    {
        var page = (await server.Admin.Get($"/v1/events?tenant_id={of.Tenant}&limit=200")).Must(HttpStatusCode.OK).Body;
        var ids = page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()!).ToList();
        Assert.NotEmpty(ids);
        return ids;
    }
}

/// <summary>Somebody with an API token.</summary>
/// <param name="Foreign">What does not exist for it.</param>
/// <param name="Forbidden">What it must never be told.</param>
internal sealed record Asker(
    string Name,
    HttpClient Client,
    IReadOnlyList<Belongings> Foreign,
    Needles Forbidden,
    IReadOnlyCollection<string> Scopes
)
{
    public bool IsTiedToProduct { get; init; }

    public bool Has(string? scope) => scope is null || Scopes.Contains(scope);

    /// <summary>Products are the vendor's: who is tied to none may name them all.</summary>
    public bool IsForeign(Belongings of, Kind kind) =>
        kind switch
        {
            Kind.Product => IsTiedToProduct,
            Kind.Tenant => of == Foreign[0],
            _ => true,
        };
}
