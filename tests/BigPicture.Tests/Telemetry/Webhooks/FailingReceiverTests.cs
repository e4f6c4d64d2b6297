using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using BigPicture.Testing.Network;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

public sealed class SqliteFailingReceiverTests() : FailingReceiverTests(TestDatabase.Sqlite);

public sealed class PostgresFailingReceiverTests() : FailingReceiverTests(TestDatabase.Postgres);

/// <summary>A receiver that does not take what it is sent is tried again under the same id, and given up in the end.</summary>
public abstract class FailingReceiverTests(TestDatabase database) : DeliveryScene(database)
{
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
        Assert.DoesNotContain(tries.Values, count => count > failures.Length);
        for (var day = 0; day < 12; day++)
        {
            await Server.Services.GetRequiredService<WebhookCrew>().Rest();
            Server.Clock.Advance(TimeSpan.FromHours(30));
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
        Assert.True((await Server.Do(new GetWebhook(webhook))).DisabledAt is null);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_an_hour_gets_it()
    {
        var receiver = Receiver(call => call.Number == 1 ? Reaction.Postpone : Reaction.Take);
        await Webhook(receiver);
        await Happen(1);
        await Deliver();
        Server.Clock.Advance(TimeSpan.FromMinutes(59));
        await Deliver();
        Assert.Single(receiver.Calls);

        Server.Clock.Advance(TimeSpan.FromMinutes(1));
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

        Assert.Equal(Domain.Telemetry.Webhook.Gone, (await Server.Do(new GetWebhook(webhook))).DisabledReason);
        Assert.Equal("webhook.disabled", (await Server.Events())[^1]);
        await Happen(1);
        await Deliver();
        Assert.Single(receiver.Calls);

        // Switched on again, it is told what it missed.
        await Server.Do(new ChangeWebhook(webhook) { Enabled = true });
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
            Assert.True((await Server.Do(new GetWebhook(webhook))).DisabledAt is null);
            await Deliver();
            Server.Clock.Advance(TimeSpan.FromHours(30));
        }

        var view = await Server.Do(new GetWebhook(webhook));
        Assert.Equal(Domain.Telemetry.Webhook.Failing, view.DisabledReason);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await Deliveries(webhook)).State);
        Assert.Equal(RetryPlan.TriesMax, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Id).Distinct());
        Assert.Equal("webhook.disabled", (await Server.Events())[^1]);
    }
}
