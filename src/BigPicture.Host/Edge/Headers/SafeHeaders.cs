using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace BigPicture.Host.Edge.Headers;

/// <summary>What tells browsers and caches to take an answer for what it is. A page that is meant to be shown states its own policy.</summary>
internal static class SafeHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues InNoFrame = "DENY";
    private static readonly StringValues NothingLoads = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues HttpsForAYear = "max-age=31536000";

    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = InNoFrame;
        headers.CacheControl = NoStore;
        headers["Referrer-Policy"] = NoReferrer;
        headers.ContentSecurityPolicy = NothingLoads;
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = HttpsForAYear;
    }
}
