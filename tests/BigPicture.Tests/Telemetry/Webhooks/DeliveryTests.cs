using System.Text.Json;
using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Testing.Network;
using BigPicture.Tests.Fixture;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

public sealed class SqliteDeliveryTests() : DeliveryTests(TestDatabase.Sqlite);

public sealed class PostgresDeliveryTests() : DeliveryTests(TestDatabase.Postgres);

/// <summary>What a webhook is told, and how often.</summary>
public abstract class DeliveryTests(TestDatabase database) : DeliveryScene(database)
{
    [Fact]
    public async Task Each_event_is_delivered_once_as_it_stands_in_the_feed()
    {
        var receiver = Receiver(_ => Reaction.Take);
        await Happen(2);
        var webhook = await Webhook(receiver);
        await Happen(50);
        await Deliver();
        await Deliver();

        var told = (await Server.Do(new ListEvents(0, 200)))
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
        Assert.Null((await Server.Do(new GetWebhook(webhook))).FailingSince);
    }

    [Fact]
    public async Task A_delivery_is_repeated_when_asked_for_under_its_id()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(receiver);
        await Happen(1);
        await Deliver();
        var delivery = Assert.Single(await Deliveries(webhook));

        await Server.Do(new Redeliver(webhook, delivery.Id));
        await Deliver();

        Assert.Equal([delivery.Id.ToString(), delivery.Id.ToString()], receiver.Calls.Select(call => call.Id));
        Assert.Equal(2, Assert.Single(await Deliveries(webhook)).Log.Count);
        var unknown = new EventId(TypeId.New(Server.Clock.GetUtcNow()));
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new Redeliver(webhook, unknown))).Code);
    }

    [Fact]
    public async Task A_test_is_one_call_that_tells_nothing()
    {
        var receiver = Receiver(_ => Reaction.Break);
        var webhook = await Webhook(receiver);
        await Server.Do(new TestWebhook(webhook));
        await Deliver();
        Server.Clock.Advance(TimeSpan.FromDays(1));
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
        await Server.Do(new RotateWebhookSecret(webhook) { OverlapSeconds = 3_600 });
        await Happen(1);
        await Deliver();
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await Happen(1);
        await Deliver();

        Assert.Equal([2, 1], receiver.Calls.Select(call => call.Headers["webhook-signature"].Split(' ').Length));
    }

    [Fact]
    public async Task A_tenants_webhook_is_told_what_concerns_the_tenant()
    {
        var receiver = Receiver(_ => Reaction.Take);
        await Server.Do(new CreateTenant(new TenantId("acme"), "Acme"));
        await Server.Do(new CreateWebhook(receiver.Url), Callers.Of("acme"));
        await Happen(3);
        await Server.Do(new ChangeTenant(new TenantId("acme"), "Acme 2"));
        await Deliver();

        Assert.Equal("bigpicture.tenant.updated", JsonElement.Parse(Assert.Single(receiver.Calls).Body).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_server_that_died_at_work_is_followed_by_another_one_and_two_never_deliver_at_once()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var webhook = await Webhook(receiver);
        await Happen(1);
        await Server.Do(new ListEvents());
        var dead = await Server.Do(new TakeWebhook(TenantId.Vendor, webhook, Guid.AllBitsSet));
        Assert.Single(dead.Items);

        await Deliver();
        Assert.Empty(receiver.Calls);
        Server.Clock.Advance(TimeSpan.FromSeconds(TakeWebhook.HoldSeconds));
        await Deliver();
        Assert.Single(receiver.Calls);

        // It was not dead after all: what it has to say comes too late.
        var late = new MadeTry(dead.Items[0], new DeliveryTry(Server.Now, 1, null, "late", null));
        await Server.Do(new NoteDeliveries(TenantId.Vendor, webhook, Guid.AllBitsSet, [late], 0));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Deliveries(webhook)).State);
    }

    [Fact]
    public async Task What_is_deleted_or_old_is_taken_away()
    {
        var receiver = Receiver(_ => Reaction.Take);
        var (kept, deleted) = (await Webhook(receiver), await Webhook(receiver));
        await Happen(1);
        await Deliver();
        await Server.Do(new DeleteWebhook(deleted));
        Assert.Equal(1, await Server.Do(new PurgeDeliveries()));
        Assert.Single(await Deliveries(kept));

        Server.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, await Server.Do(new PurgeDeliveries()));
        Assert.Empty(await Deliveries(kept));
        Assert.Equal(DenialCode.NotFound, (await Server.Refused(new ListDeliveries(deleted))).Code);
    }
}
