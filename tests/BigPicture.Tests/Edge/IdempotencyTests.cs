using BigPicture.Application.Edge;
using BigPicture.Application.Entitlements;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Edge;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace BigPicture.Tests.Edge;

public sealed class SqliteIdempotencyTests() : IdempotencyTests(TestDatabase.Sqlite);

public sealed class PostgresIdempotencyTests() : IdempotencyTests(TestDatabase.Postgres);

public abstract class IdempotencyTests(TestDatabase database) : IAsyncDisposable
{
    private readonly TestServer server = new(new BookDouble().Register, database);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_creates_nothing()
    {
        await server.AddNames(["acme"], ["cad-pro"]);
        var draft = Catalogue.Draft() with { EndsAt = server.Now + 100, RenewalDays = 3 };
        var first = await server.Do(draft, Callers.Keyed("k", "body"));
        await server.Do(new SuspendEntitlement(first.Id, "x"));
        var events = await server.Events();
        server.Clock.Advance(TimeSpan.FromSeconds(90));

        var repeated = await server.Do(draft, Callers.Keyed("k", "body"));

        Assert.Equal(first, repeated);
        Assert.Equal(1, await server.Count<Entitlement>());
        Assert.Equal(events, await server.Events());
    }

    [Fact]
    public async Task Each_creation_can_be_repeated()
    {
        var tenant = await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("t", ""));
        var product = await server.Do(new CreateProduct(null, "CAD"), Callers.Keyed("p", ""));
        var draft = new CreateEntitlement(tenant.Id, product.Id, Catalogue.Json(Catalogue.Floating));
        var entitlement = await server.Do(draft, Callers.Keyed("e", ""));
        var request = new CreateApiToken("x", ["sync"]) { Tenant = tenant.Id, Products = [product.Id] };
        var token = await server.Do(request, Callers.Keyed("a", ""));

        Assert.Equal(tenant, await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("t", "")));
        Assert.Equal(product, await server.Do(new CreateProduct(null, "CAD"), Callers.Keyed("p", "")));
        Assert.Equal(entitlement, await server.Do(draft, Callers.Keyed("e", "")));
        var again = await server.Do(request, Callers.Keyed("a", ""));
        Assert.Equivalent(token.Token, again.Token, strict: true);
        Assert.Null(again.Secret);
    }

    [Fact]
    public async Task A_secret_is_never_kept()
    {
        var secret = (await server.Do(new CreateApiToken("x", ["sync"]), Callers.Keyed("k", "body"))).Secret!;

        var kept = await server.Read(db => db.Set<AnswerRow>().SingleAsync(TestContext.Current.CancellationToken));

        Assert.DoesNotContain(secret, kept.Json);
        Assert.DoesNotContain("Secret", kept.Json);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "one"));

        var denial = await server.Refused(new CreateTenant(null, "Other"), Callers.Keyed("k", "two"));

        Assert.Equal(DenialCode.IdempotencyKeyReused, denial.Code);
        Assert.Equal(1, await server.Count<Tenant>());
        Assert.Equal(["tenant.created"], await server.Events());
    }

    [Fact]
    public async Task What_was_refused_may_be_tried_again_under_the_same_key()
    {
        var draft = Catalogue.Draft();
        await server.Refused(draft, Callers.Keyed("k", "body"));
        Assert.Equal(0, await server.Count<AnswerRow>());
        await server.AddNames(["acme"], ["cad-pro"]);

        await server.Do(draft, Callers.Keyed("k", "body"));

        Assert.Equal(1, await server.Count<AnswerRow>());
    }

    [Fact]
    public async Task Of_many_at_once_one_creates_and_all_get_its_answer()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "body"))))
        );

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await server.Count<Tenant>());
        Assert.Equal(["tenant.created"], await server.Events());
    }

    [Fact]
    public async Task Keys_of_two_callers_never_meet()
    {
        var other = new ApiTokenId(TypeId.New(TestServer.StartTime));

        var one = await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "body"));
        var two = await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "body", caller => caller.Token = other));
        var unkeyed = await server.Do(new CreateTenant(null, "Acme"), Callers.Admin());

        Assert.Equal(3, new[] { one.Id, two.Id, unkeyed.Id }.Distinct().Count());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("k", true)]
    [InlineData("k\n", false)]
    [InlineData("schlüssel 🔑", true)]
    public async Task A_key_is_text_without_control_characters(string key, bool good) => await AssertKey(key, good);

    [Fact]
    public async Task A_key_is_at_most_128_characters()
    {
        await AssertKey(new string('k', 128), good: true);
        await AssertKey(new string('k', 129), good: false);
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day()
    {
        var first = await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "body"));

        server.Clock.Advance(TimeSpan.FromSeconds(IAnswerStore.KeptSeconds - 1));
        Assert.Equal(first, await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("k", "body")));
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        var anew = await server.Do(new CreateTenant(null, "Other"), Callers.Keyed("k", "another body"));

        Assert.NotEqual(first, anew);
        Assert.Equal(anew, await server.Do(new CreateTenant(null, "Other"), Callers.Keyed("k", "another body")));
        Assert.Equal(1, await server.Count<AnswerRow>());
    }

    [Fact]
    public async Task A_tick_takes_away_what_was_kept_for_its_time_and_no_more_than_a_batch()
    {
        await server.Read(async db =>
        {
            for (var i = 0; i < PurgeAnswers.BatchSizeMax + 5; i++)
                db.Add(new AnswerRow(TenantId.Vendor, Callers.Token, $"{i}", [], "{}", server.Now - (i < 5 ? 0 : 1)));
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        server.Clock.Advance(TimeSpan.FromHours(12));
        await server.Do(new CreateTenant(null, "Acme"), Callers.Keyed("young", "body"));

        Assert.Equal(0, await server.Do(new PurgeAnswers()));
        server.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(PurgeAnswers.BatchSizeMax, await server.Do(new PurgeAnswers()));
        Assert.Equal(5, await server.Do(new PurgeAnswers()));
        Assert.Equal(1, await server.Count<AnswerRow>());
    }

    private async Task AssertKey(string key, bool good)
    {
        var outcome = await server.Send(new CreateTenant(null, "Acme"), Callers.Keyed(key, "body"));
        Assert.Equal(good, outcome.Denial is null);
        if (!good)
            Assert.Equal(["Idempotency-Key"], outcome.Denial!.Errors.Select(error => error.Field));
    }
}
