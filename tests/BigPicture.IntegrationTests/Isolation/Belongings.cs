using System.Net;
using System.Text.Json;
using BigPicture.IntegrationTests.Stories;

namespace BigPicture.IntegrationTests.Isolation;

/// <summary>What one tenant has, by kind. Its names and reasons carry a word that stands nowhere else.</summary>
internal sealed class Belongings
{
    private readonly Dictionary<Kind, List<string>> ids = Enum.GetValues<Kind>().ToDictionary(kind => kind, _ => new List<string>());

    /// <summary>Stands in every text that was stored with these things, and in nothing that a request names them by.</summary>
    public required string Mark { get; init; }

    /// <summary>The same in the product's name, which others of the vendor's customers may see.</summary>
    public string ProductMark => "of-" + new string([.. Mark.Reverse()]);

    public IReadOnlyList<string> this[Kind kind] => ids[kind];

    public string Tenant => ids[Kind.Tenant][0];

    public string Product => ids[Kind.Product][0];

    public IEnumerable<string> All => ids.Values.SelectMany(list => list);

    public void Add(Kind kind, string id) => ids[kind].Add(id);
}

/// <summary>Makes tenants and what they have, as the vendor's administrator.</summary>
internal sealed class Steward(HttpClient admin)
{
    private int sessions;
    private string? renewed;

    /// <summary>A tenant with a product of its own and everything that a tenant can have, in every state.</summary>
    public async Task<Belongings> Found(string tenant, string mark)
    {
        await Make("/v1/tenants", $$"""{"tenant_id":"{{tenant}}","name":"Tenant {{mark}}"}""");
        return await Spread(tenant, mark);
    }

    /// <summary>The same for a tenant that there is, on a product more.</summary>
    public async Task<Belongings> Spread(string tenant, string mark)
    {
        var own = new Belongings { Mark = mark };
        own.Add(Kind.Tenant, tenant);
        own.Add(Kind.Product, (await Make("/v1/products", $$"""{"name":"CAD {{own.ProductMark}}"}"""))["product_id"]);

        // Live, given back, revoked with a block; a pool that is full, and somebody who was turned away.
        var first = await Entitle(own);
        await Lease(own, first);
        await Act("/v1/license/lease/release", $$"""{"token":"{{(await Lease(own, first)).Text("token")}}"}""");
        var revoked = (await Lease(own, first)).Text("lease_id");
        var full = await Entitle(own, seats: 1);
        await Lease(own, full);
        (await admin.Post("/v1/license/lease", Ask(own, full, $"{mark}-late"))).Must(HttpStatusCode.Conflict);
        await Act($"/v1/leases/{revoked}/revoke", $$"""{"reason":"because {{mark}}","block_seconds":86400}""");

        foreach (var verb in (string[])["suspend", "revoke"])
            await Act($"/v1/entitlements/{await Entitle(own)}/{verb}", $$"""{"reason":"because {{mark}}"}""");
        await Token(own);
        (await admin.Delete($"/v1/tokens/{await Token(own)}")).Must(HttpStatusCode.NoContent);
        // It is told nothing, so that no loop changes its rows later.
        await Webhook(own);
        (await admin.Put($"/v1/webhooks/{own[Kind.Webhook][^1]}", """{"enabled":false}""")).Must(HttpStatusCode.OK);
        return own;
    }

    /// <summary>Further things of the same tenant, for a request that will use them up.</summary>
    public async Task<Belongings> Renew(Belongings of)
    {
        var own = new Belongings { Mark = of.Mark };
        own.Add(Kind.Tenant, of.Tenant);
        own.Add(Kind.Product, of.Product);
        await Lease(own, await Entitle(own));
        await Token(own);
        // A server keeps a hundred webhooks at most; the one of before may have been used up.
        if (renewed is not null)
            (await admin.Delete($"/v1/webhooks/{renewed}")).Must(HttpStatusCode.NoContent, HttpStatusCode.NotFound);
        await Webhook(own);
        renewed = own[Kind.Webhook][^1];
        return own;
    }

    private async Task Webhook(Belongings own)
    {
        var body =
            $$"""{"url":"https://receiver.invalid/{{own.Mark}}","tenant_id":"{{own.Tenant}}","products":["{{own.Product}}"],"events":["webhook.disabled"]}""";
        own.Add(Kind.Webhook, (await Make("/v1/webhooks", body))["webhook_id"]);
        var test = await admin.Post($"/v1/webhooks/{own[Kind.Webhook][^1]}/test", "");
        own.Add(Kind.Delivery, test.Must(HttpStatusCode.Accepted)["delivery_id"]);
    }

    private async Task<string> Entitle(Belongings own, int seats = 5)
    {
        var policy = $$"""{"type":"concurrent","max_seats":{{seats}},"features":["{{own.Mark}}","open"],"usage_signals":true}""";
        var body = $$"""{"tenant_id":"{{own.Tenant}}","product_id":"{{own.Product}}","policy_json":{{policy}}}""";
        var id = (await Make("/v1/entitlements", body))["entitlement_id"];
        own.Add(Kind.Entitlement, id);
        return id;
    }

    private async Task<JsonElement> Lease(Belongings own, string entitlement)
    {
        var lease = (await Make("/v1/license/lease", Ask(own, entitlement, $"{own.Mark}-{++sessions}"))).Body;
        own.Add(Kind.Lease, lease.Text("lease_id"));
        own.Add(Kind.LeaseToken, lease.Text("token"));
        return lease;
    }

    /// <summary>All tenants know a subject of this name; what tells them apart is the rest.</summary>
    private static string Ask(Belongings own, string entitlement, string session) =>
        $$"""
            {"tenant_id":"{{own.Tenant}}","product_id":"{{own.Product}}","entitlement_id":"{{entitlement}}",
             "subject_type":"user","subject_id":"sound","session_id":"{{session}}"}
            """;

    private async Task<string> Token(Belongings own)
    {
        var more = $$""","tenant_id":"{{own.Tenant}}","products":["{{own.Product}}"]""";
        var id = (await Make("/v1/tokens", $$"""{"name":"token {{own.Mark}}","scopes":["audit:read"]{{more}}}"""))["token_id"];
        own.Add(Kind.ApiToken, id);
        return id;
    }

    private async Task<Reply> Make(string path, string json) => (await admin.Post(path, json)).Must(HttpStatusCode.Created);

    private async Task Act(string path, string json) => (await admin.Post(path, json)).Must(HttpStatusCode.OK);
}
