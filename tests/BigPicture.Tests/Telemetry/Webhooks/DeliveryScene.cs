using BigPicture.Application.Entitlements;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using BigPicture.Testing.Network;
using BigPicture.Tests.Entitlements;
using BigPicture.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BigPicture.Tests.Telemetry.Webhooks;

/// <summary>Calls over real sockets, to receivers that behave as receivers do; only the time is a test's.</summary>
public abstract class DeliveryScene(TestDatabase database) : IAsyncDisposable
{
    private readonly List<Receiver> receivers = [];
    private int tenants;

    private protected TestServer Server { get; } = new(new BookDouble().Register, database);

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers)
            await receiver.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Receiver Receiver(Func<ReceivedCall, Reaction> react)
    {
        receivers.Add(new Receiver(react));
        return receivers[^1];
    }

    protected async Task<WebhookId> Webhook(Receiver receiver, params string[] events) =>
        (await Server.Do(new CreateWebhook(receiver.Url) { Events = events })).Webhook.Id;

    protected async Task Happen(int count)
    {
        for (var i = 0; i < count; i++)
            await Server.Do(new CreateTenant(new TenantId($"t{++tenants}"), "x"));
    }

    protected async Task<IReadOnlyList<DeliveryView>> Deliveries(WebhookId webhook) =>
        (await Server.Do(new ListDeliveries(webhook, 200))).Items;

    /// <summary>As the loops do.</summary>
    protected async Task Begin()
    {
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Server.Do(new ListEvents());
        await Server.Do(new DeliverWebhooks());
    }

    protected async Task Deliver()
    {
        await Begin();
        var crew = Server.Services.GetRequiredService<WebhookCrew>();
        await crew.Rest();
        // What came to light only now, such as a round that another one was in the way of.
        await Tick();
        await crew.Rest();
    }

    protected async Task Tick()
    {
        await Server.Do(new WatchFeed());
        await Server.Do(new DeliverWebhooks());
    }

    /// <summary>Waits while the server goes on: its time passes as the world's does, so that a round which broke comes again.</summary>
    protected async Task Until(Func<bool> holds)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var i = 0; i < 300 && !holds(); i++)
        {
            await Task.Delay(step, TestContext.Current.CancellationToken);
            Server.Clock.Advance(step);
            await Tick();
        }
        Assert.True(holds(), $"in vain; logged was: {string.Join("; ", Server.Errors.Lines)}");
    }
}
