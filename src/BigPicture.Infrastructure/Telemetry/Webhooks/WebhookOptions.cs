using System.Net;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

/// <param name="Source">The server, as every event names it.</param>
public sealed record WebhookOptions(string Source)
{
    /// <summary>Special networks that may be called all the same.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>For so long a receiver may take over its whole answer.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);
}
