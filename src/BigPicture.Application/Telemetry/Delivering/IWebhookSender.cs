using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Application.Telemetry.Delivering;

public interface IWebhookSender
{
    /// <summary>Calls the receiver once. Whatever becomes of it is a value; only a cancel throws.</summary>
    Task<DeliveryTry> Send(WebhookCall call, CancellationToken cancel);
}

/// <param name="Id">The same on every try.</param>
/// <param name="Secrets">All of them sign.</param>
/// <param name="Told">What the body tells; null: a test.</param>
public sealed record WebhookCall(
    string Url,
    SignatureKind Signature,
    IReadOnlyList<byte[]> Secrets,
    EventId Id,
    string Type,
    EventView? Told,
    Instant At
);
