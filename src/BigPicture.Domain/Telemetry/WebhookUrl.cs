using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

/// <summary>What the URL of a webhook must be, before anybody asks where it leads.</summary>
public static class WebhookUrl
{
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Problem(string text)
    {
        if (Text.Problem(text, Webhook.UrlMax) is { } problem)
            return problem;
        if (!text.All(c => c is > ' ' and < '\x7f' and not '\\'))
            return "must be written in ASCII, without spaces and backslashes; encode what is not";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return "must be a URL that begins with https:// or http://";
        if (url.UserInfo.Length > 0)
            return "must not hold a user or password";
        if (url.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal))
            return "must not have a fragment";
        return url.Host.Length == 0 || url.Port == 0 ? "must name a host, and no port 0" : null;
    }
}
