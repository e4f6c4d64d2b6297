namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>Where webhooks may lead. What a name leads to is judged at each connection; what an address is, at once.</summary>
public interface IWebhookTargets
{
    /// <returns>What is wrong with the host of a URL; null when nothing is known to be.</returns>
    string? Problem(Uri url);
}
