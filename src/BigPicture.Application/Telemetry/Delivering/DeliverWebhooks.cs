using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Webhooks;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry.Delivering;

/// <summary>A loop's tick: sets to work for each webhook that has something to be told. It waits for none of them.</summary>
public sealed record DeliverWebhooks : IQuery<int>
{
    /// <summary>Webhooks that one server looks after.</summary>
    public const int WebhooksMax = 10_000;
}

internal sealed class DeliverWebhooksHandler(WebhookCrew crew, IWebhookStore webhooks, ILedgerTime time)
    : IRequestHandler<DeliverWebhooks, Outcome<int>>
{
    /// <returns>For how many work began.</returns>
    public async Task<Outcome<int>> Handle(DeliverWebhooks request, CancellationToken cancel)
    {
        if (crew.IsTimeToLook())
            crew.Know(await webhooks.Enabled(DeliverWebhooks.WebhooksMax, cancel));
        return crew.SetToWork(time.Now);
    }
}
