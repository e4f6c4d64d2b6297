using System.Text.Json;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Testing.Network;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

public sealed class SqliteDeliveryTests() : DeliveryTests(TestDatabase.Sqlite);

public sealed class PostgresDeliveryTests() : DeliveryTests(TestDatabase.Postgres);

/// <summary>Calls over real sockets, to receivers that behave as receivers do; only the time is a test's.</summary>
public abstract class DeliveryTests(TestDatabase database) : IAsyncDisposable
{
    private readonly TestServer server = new(new BookDouble().Register, database);
    private readonly List<Receiver> receivers = [];
    private int tenants;

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers)
            await receiver.DisposeAsync();
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_event_is_delivered_once_as_it_stands_in_the_feed()
    {
        var receiver = Receiver(_ => Reaction.Take);
        await Happen(2);
        var webhook = await Webhook(receiver);
        await Happen(50);
        await Deliver();
        await Deliver();

        var told = (await server.Do(new ListEvents(0, 200)))
            .Events.Skip(2)
            .Select(e => e.Id.ToString())
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(50, told.Count);
        Assert.Equal(told, receiver.Calls.Select(call => call.Id).Order(StringComparer.Ordinal));
        var body = JsonElement.Parse(receiver.Calls[0].Body);
        Assert.Equal(receiver.Calls[0].Id, body.GetProperty("id").GetString());
        Assert.Equal("bigpicture.tenant.created", body.GetProperty("type").GetString());
        Assert.Equal("application/cloudevents+json; charset=utf-8", receiver.Calls[0].Headers["content-type"]);
        Assert.All(await Deliveries(webhook), delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Tries)));
        Assert.Null((await server.Do(new GetWebhook(webhook))).FailingSince);
    }

    /// <summary>Nine of ten tries fail, each in another way; on the tenth each event is taken.</summary>
    [Fact]
    public async Task A_receiver_that_fails_nine_times_of_ten_gets_every_event_under_the_same_id_and_holds_up_nobody()
    {
        Reaction[] failures =
        [
            Reaction.Silence,
            Reaction.Reset,
            Reaction.Break,
            Reaction.Redirect,
            Reaction.Flood,
            Reaction.Babble,
            Reaction.Stumble,
            Reaction.Trickle,
            Reaction.Postpone,
        ];
        var tries = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var hostile = Receiver(call =>
            tries.AddOrUpdate(call.Id, 1, (_, n) => n + 1) is var n && n <= failures.Length ? failures[n - 1] : Reaction.Take
        );
        var good = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(hostile);
        await Webhook(good);
        await Happen(6);

        await Begin();
        await Until(() => good.Calls.Count == 6);
        Assert.True(hostile.Calls.Count <= 6);
        for (var day = 0; day < 12; day++)
        {
            await server.Services.GetRequiredService<WebhookCrew>().Rest();
            server.Clock.Advance(TimeSpan.FromHours(30));
            await Deliver();
        }

        Assert.Equal(6, tries.Count);
        // No call more than these: nobody went where it was sent.
        Assert.All(tries.Values, count => Assert.Equal(10, count));
        Assert.Equal(6, good.Calls.Count);
        var deliveries = await Deliveries(webhook);
        Assert.Equal(6, deliveries.Count);
        Assert.All(
            deliveries,
            delivery =>
            {
                Assert.Equal((DeliveryState.Delivered, 10, 10), (delivery.State, delivery.Tries, delivery.Log.Count));
                Assert.All(delivery.Log.Take(9), made => Assert.NotNull(made.Error));
                Assert.All(delivery.Log, made => Assert.True((made.Answer?.Length ?? 0) <= 1_024));
            }
        );
        Assert.True((await server.Do(new GetWebhook(webhook))).DisabledAt is null);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_an_hour_gets_it()
    {
        var receiver = Receiver(call => call.Number == 1 ? Reaction.Postpone : Reaction.Take);
        await Webhook(receiver);
        await Happen(1);
        await Deliver();
        server.Clock.Advance(TimeSpan.FromMinutes(59));
        await Deliver();
        Assert.Single(receiver.Calls);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_switched_off_and_told_of()
    {
        var receiver = Receiver(call => call.Number == 1 ? Reaction.Leave : Reaction.Take);
        var webhook = await Webhook(receiver, "tenant.created");
        await Happen(1);
        await Deliver();

        Assert.Equal(Domain.Telemetry.Webhook.Gone, (await server.Do(new GetWebhook(webhook))).DisabledReason);
        Assert.Equal("webhook.disabled", (await server.Events())[^1]);
        await Happen(1);
        await Deliver();
        Assert.Single(receiver.Calls);

        // Switched on again, it is told what it missed.
        await server.Do(new ChangeWebhook(webhook) { Enabled = true });
        await Deliver();
        Assert.Equal(2, receiver.Calls.Count);
    }

    [Fact]
    public async Task Three_days_without_a_success_switch_it_off()
    {
        var receiver = Receiver(_ => Reaction.Reset);
        var webhook = await Webhook(receiver, "tenant.created");
        await Happen(1);
        for (var i = 0; i < RetryPlan.TriesMax; i++)
        {
            Assert.True((await server.Do(new GetWebhook(webhook))).DisabledAt is null);
            await Deliver();
            server.Clock.Advance(TimeSpan.FromHours(30));
        }

        var view = await server.Do(new GetWebhook(webhook));
        Assert.Equal(Domain.Telemetry.Webhook.Failing, view.DisabledReason);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await Deliveries(webhook)).State);
        Assert.Equal(RetryPlan.TriesMax, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Id).Distinct());
        Assert.Equal("webhook.disabled", (await server.Events())[^1]);
    }

    [Fact]
    public async Task A_delivery_is_repeated_when_asked_for_under_its_id()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(receiver);
        await Happen(1);
        await Deliver();
        var delivery = Assert.Single(await Deliveries(webhook));

        await server.Do(new Redeliver(webhook, delivery.Id));
        await Deliver();

        Assert.Equal([delivery.Id.ToString(), delivery.Id.ToString()], receiver.Calls.Select(call => call.Id));
        Assert.Equal(2, Assert.Single(await Deliveries(webhook)).Log.Count);
        var unknown = new EventId(TypeId.New(server.Clock.GetUtcNow()));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new Redeliver(webhook, unknown))).Code);
    }

    [Fact]
    public async Task A_test_is_one_call_that_tells_nothing()
    {
        var receiver = Receiver(_ => Reaction.Break);
        var webhook = await Webhook(receiver);
        await server.Do(new TestWebhook(webhook));
        await Deliver();
        server.Clock.Advance(TimeSpan.FromDays(1));
        await Deliver();

        var call = Assert.Single(receiver.Calls);
        Assert.Equal("bigpicture.webhook.test", JsonElement.Parse(call.Body).GetProperty("type").GetString());
        var delivery = Assert.Single(await Deliveries(webhook));
        Assert.Equal((DeliveryState.Failed, call.Id), (delivery.State, delivery.Id.ToString()));
        Assert.Equal((500, "broken\n"), (delivery.Log[0].Status, delivery.Log[0].Answer));
    }

    [Fact]
    public async Task Both_secrets_sign_until_the_old_one_has_had_its_time()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(receiver);
        await server.Do(new RotateWebhookSecret(webhook) { OverlapSeconds = 3_600 });
        await Happen(1);
        await Deliver();
        server.Clock.Advance(TimeSpan.FromHours(1));
        await Happen(1);
        await Deliver();

        Assert.Equal([2, 1], receiver.Calls.Select(call => call.Headers["webhook-signature"].Split(' ').Length));
    }

    [Fact]
    public async Task A_tenants_webhook_is_told_what_concerns_the_tenant()
    {
        var receiver = Receiver(_ => Reaction.Take);
        await server.Do(new CreateTenant(new TenantId("acme"), "Acme"));
        await server.Do(new CreateWebhook(receiver.Url), Callers.Of("acme"));
        await Happen(3);
        await server.Do(new ChangeTenant(new TenantId("acme"), "Acme 2"));
        await Deliver();

        Assert.Equal("bigpicture.tenant.updated", JsonElement.Parse(Assert.Single(receiver.Calls).Body).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_server_that_died_at_work_is_followed_by_another_one_and_two_never_deliver_at_once()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(receiver);
        await Happen(1);
        await server.Do(new ListEvents());
        var dead = await server.Do(new TakeWebhook(TenantId.Vendor, webhook, Guid.AllBitsSet));
        Assert.Single(dead.Items);

        await Deliver();
        Assert.Empty(receiver.Calls);
        server.Clock.Advance(TimeSpan.FromSeconds(TakeWebhook.HoldSeconds));
        await Deliver();
        Assert.Single(receiver.Calls);

        // It was not dead after all: what it has to say comes too late.
        var late = new MadeTry(dead.Items[0], new DeliveryTry(server.Now, 1, null, "late", null));
        await server.Do(new NoteDeliveries(TenantId.Vendor, webhook, Guid.AllBitsSet, [late], 0));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Deliveries(webhook)).State);
    }

    [Fact]
    public async Task What_is_deleted_or_old_is_taken_away()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var (kept, deleted) = (await Webhook(receiver), await Webhook(receiver));
        await Happen(1);
        await Deliver();
        await server.Do(new DeleteWebhook(deleted));
        Assert.Equal(1, await server.Do(new PurgeDeliveries()));
        Assert.Single(await Deliveries(kept));

        server.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await server.Do(new PurgeDeliveries()));
        Assert.Empty(await Deliveries(kept));
        Assert.Equal(DenialCode.NotFound, (await server.Refused(new ListDeliveries(deleted))).Code);
    }

    private Receiver Receiver(Func<ReceivedCall, Reaction> react)
    {
        receivers.Add(new Receiver(react));
        return receivers[^1];
    }

    private async Task<WebhookId> Webhook(Receiver receiver, params string[] events) =>
        (await server.Do(new CreateWebhook(receiver.Url) { Events = events })).Webhook.Id;

    private async Task Happen(int count)
    {
        for (var i = 0; i < count; i++)
            await server.Do(new CreateTenant(new TenantId($"t{++tenants}"), "x"));
    }

    private async Task<IReadOnlyList<DeliveryView>> Deliveries(WebhookId webhook) =>
        (await server.Do(new ListDeliveries(webhook, 200))).Items;

    /// <summary>As the loops do.</summary>
    private async Task Begin()
    {
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await server.Do(new ListEvents());
        await server.Do(new DeliverWebhooks());
    }

    private async Task Deliver()
    {
        await Begin();
        var crew = server.Services.GetRequiredService<WebhookCrew>();
        await crew.Rest();
        // What came to light only now, such as a round that another one was in the way of.
        await server.Do(new WatchFeed());
        await server.Do(new DeliverWebhooks());
        await crew.Rest();
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 300 && !holds(); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(holds());
    }
}
