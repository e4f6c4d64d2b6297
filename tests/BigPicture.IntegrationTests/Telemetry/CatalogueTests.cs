using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Loops;
using BigPicture.Host.Telemetry.Catalogue;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.IntegrationTests.Stories;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>What docs/events.md says of events is what the server tells.</summary>
public sealed class CatalogueTests : IAsyncLifetime
{
    private const int Day = 86_400;

    // Ahead of all that the start dates by a clock that cannot be turned.
    private readonly FakeTimeProvider clock = new(
        DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600)
    );
    private LiveServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        server = await LiveServer.Start(
            new Dictionary<string, string?> { ["webhooks:allowed_networks"] = "127.0.0.1" },
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock))
        );

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("docs/events.md", false)]
    [InlineData("docs/events.schema.json", true)]
    public async Task The_committed_catalogue_is_what_the_code_makes(string file, bool isSchema) =>
        Assert.True(
            await File.ReadAllTextAsync(Repository.Path(file), Cancel) == (isSchema ? CatalogueWriter.Schema() : CatalogueWriter.Page()),
            $"{file} is out of date: run build/events and commit what it wrote."
        );

    [Fact]
    public void Every_name_stands_in_it_once_and_what_the_code_tells_is_not_reserved()
    {
        var names = typeof(EventNames)
            .GetFields()
            .Where(field => field.IsLiteral && field.Name != nameof(EventNames.TypePrefix))
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(names.Order(StringComparer.Ordinal), EventCatalogue.All.Select(kind => kind.Name).Order(StringComparer.Ordinal));

        var told = typeof(Fact)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(Fact)) && !type.IsAbstract)
            .Select(type => (Fact)RuntimeHelpers.GetUninitializedObject(type))
            .Where(fact => fact.IsEvent)
            .Select(fact => fact.Name)
            .Distinct();
        Assert.Equal(
            told.Order(StringComparer.Ordinal),
            EventCatalogue.All.Where(kind => !kind.IsReserved).Select(kind => kind.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_event_is_told_as_its_schema_says()
    {
        await MakeEverythingHappen();

        var events = new List<JsonElement>();
        for (long after = 0; ; )
        {
            var page = (await server.Admin.Get($"/v1/events?limit=200&after={after}")).Must(HttpStatusCode.OK).Body;
            if (page.GetProperty("events").GetArrayLength() == 0)
                break;
            events.AddRange(page.GetProperty("events").EnumerateArray());
            after = page.GetProperty("next_after").GetInt64();
        }

        var kinds = EventCatalogue.All.Where(kind => !kind.IsReserved).ToDictionary(kind => EventNames.TypePrefix + kind.Name);
        Assert.Equal(kinds.Keys.Order(StringComparer.Ordinal), events.Select(e => e.Text("type")).Distinct().Order(StringComparer.Ordinal));
        foreach (var told in events)
        {
            var known = kinds[told.Text("type")].Data.Select(member => member.Name);
            Assert.Subset(known.ToHashSet(), told.GetProperty("data").EnumerateObject().Select(member => member.Name).ToHashSet());
        }
        Assert.Empty(
            await SchemaCheck.Run(
                [
                    await File.ReadAllTextAsync(Repository.Path("docs/events.schema.json"), Cancel),
                    await File.ReadAllTextAsync(Repository.Path("tests/vectors/cloudevents/cloudevents.schema.json"), Cancel),
                ],
                events
            )
        );
        // The check finds what is wrong.
        var spoiled = JsonElement.Parse(events[0].GetRawText().Replace("\"1.0\"", "\"0.3\"", StringComparison.Ordinal));
        Assert.NotEmpty(await SchemaCheck.Run([CatalogueWriter.Schema()], [spoiled]));
    }

    private async Task MakeEverythingHappen()
    {
        var admin = server.Admin;
        await using var receiver = new Receiver(_ => Reaction.Leave);
        var (tenant, product) = (await Things.Tenant(admin), await Things.Product(admin));
        (await admin.Put($"/v1/tenants/{tenant}", """{"name":"Größe"}""")).Must(HttpStatusCode.OK);
        (await admin.Put($"/v1/products/{product}", """{"name":"New"}""")).Must(HttpStatusCode.OK);
        await Tokens(tenant, product);
        await Leases(tenant, product);
        await Entitlements(tenant, product);
        await Keys();

        (await admin.Post("/v1/webhooks", $$"""{"url":"{{receiver.Url}}","events":["tenant.created"]}""")).Must(HttpStatusCode.Created);
        await Things.Tenant(admin);
        for (var i = 0; i < 100 && receiver.Calls.Count == 0; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Cancel);
        }
        await using var scope = server.App.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AcceptClock(), Cancel)).Denial);
        for (
            var i = 0;
            i < 100 && (await admin.Get("/v1/events?types=webhook.disabled")).Body.GetProperty("events").GetArrayLength() == 0;
            i++
        )
            await Task.Delay(50, Cancel);
    }

    private async Task Tokens(string tenant, string product)
    {
        var more =
            $$"""{"name":"t","scopes":["license:read"],"tenant_id":"{{tenant}}","products":["{{product}}"],"expires_at":"2099-01-01T00:00:00Z"}""";
        var token = (await server.Admin.Post("/v1/tokens", more)).Must(HttpStatusCode.Created)["token_id"];
        (await server.Admin.Delete($"/v1/tokens/{token}")).Must(HttpStatusCode.NoContent);
    }

    private async Task Leases(string tenant, string product)
    {
        const string Policy =
            """{"type":"concurrent","max_seats":1,"overdraft_seats":2,"features":["export"],"usage_signals":true,"grace_seconds":60,"lease_seconds":60}""";
        await Things.Entitlement(server.Admin, tenant, product, Policy);
        string Ask(string session, string more = "") =>
            $$"""
                {"tenant_id":"{{tenant}}","product_id":"{{product}}","subject_type":"user","subject_id":"alice","machine_id":"m","session_id":"{{session}}"{{more}}}
                """;
        async Task<JsonElement> Take(string session, string more = "") =>
            (await server.Admin.Post("/v1/license/lease", Ask(session, more))).Body;

        var first = await Take("a");
        var token = first.Text("token");
        var use = $$"""[{"feature":"export","count":2,"at":"{{UtcSeconds.Format(clock.GetUtcNow())}}"}]""";
        (await server.Admin.Post("/v1/license/usage", $$"""{"token":"{{token}}","features":{{use}}}""")).Must(HttpStatusCode.OK);
        (await server.Admin.Post("/v1/license/lease/renew", $$"""{"token":"{{token}}"}""")).Must(HttpStatusCode.OK);
        var second = await Take("b");
        var third = await Take("c");
        (await server.Admin.Post("/v1/license/lease", Ask("d", ""","attempt_id":"x","final":true"""))).Must(HttpStatusCode.Conflict);
        await Take("b", ""","takeover":true""");
        (await server.Admin.Post("/v1/license/lease/release", $$"""{"token":"{{third.Text("token")}}"}""")).Must(HttpStatusCode.OK);
        (await server.Admin.Post($"/v1/leases/{second.Text("lease_id")}/revoke", """{"reason":"lost"}""")).Must(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(200));
        await Step("reap_leases");
    }

    private async Task Entitlements(string tenant, string product)
    {
        var admin = server.Admin;
        var ended = await Things.Entitlement(admin, tenant, product);
        foreach (var verb in (string[])["suspend", "reinstate", "revoke"])
            (await admin.Post($"/v1/entitlements/{ended}/{verb}", """{"reason":"because"}""")).Must(HttpStatusCode.OK);
        foreach (var renewal in (string[])[""","auto_renew":true,"renewal_days":7""", ""])
        {
            var end = UtcSeconds.Format(clock.GetUtcNow().AddDays(1));
            var body =
                $$"""{"tenant_id":"{{tenant}}","product_id":"{{product}}","policy_json":{"type":"feature_based"},"ends_at":"{{end}}"{{renewal}}}""";
            var id = (await admin.Post("/v1/entitlements", body)).Must(HttpStatusCode.Created)["entitlement_id"];
            (await admin.Put($"/v1/entitlements/{id}", """{"policy_json":{"type":"feature_based","features":["a"]}}""")).Must(
                HttpStatusCode.OK
            );
        }
        clock.Advance(TimeSpan.FromSeconds(2 * Day));
        await Step("renew_entitlements");
        await Step("tell_expired_entitlements");
    }

    private async Task Keys()
    {
        var options = new KeyStoreOptions { DataDirectory = server.Data };
        var made = KeyRetiring.Rotate(options, KeyUse.Lease, clock).Made;
        KeyRetiring.Retire(options, made.Single(), ServerKey.Retired, clock);
        await Step("watch_keys");
    }

    private Task<bool> Step(string loop) => server.App.Services.GetRequiredService<LoopRunner>().Step(loop, Cancel);
}
