using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.OpenApi;
using BigPicture.Host.Edge.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace BigPicture.Host.Edge.Docs;

/// <summary>
/// The document and a page to browse it. Everything on the page comes from this server and no other: it works without a network, and its
/// policy forbids the browser to ask anybody else.
/// </summary>
internal static class DocsEndpoints
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Big Picture API</title>
        </head>
        <body>
          <script id="api-reference" data-url="/openapi/v1.json"
            data-configuration='{"withDefaultFonts":false,"telemetry":false,"hideClientButton":true,"agent":{"disabled":true}}'></script>
          <script src="/docs/scalar.js"></script>
        </body>
        </html>

        """;

    private const string OwnThingsOnly =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        var document = OpenApiDocument.Committed();
        routes.MapPage(OpenApiDocument.Path, http => Write(http, JsonAnswer.MediaType, document));
        routes.MapPage(
            "/docs",
            http =>
            {
                http.Response.Headers.ContentSecurityPolicy = OwnThingsOnly;
                return Write(http, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(Page));
            }
        );
        routes.MapPage("/docs/scalar.js", Script);
    }

    private static void MapPage(this IEndpointRouteBuilder routes, string path, RequestDelegate page) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], page).WithMetadata(new PublicPage());

    private static Task Write(HttpContext http, string mediaType, byte[] body)
    {
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>The package keeps its script compressed, and every browser takes it so.</summary>
    private static async Task Script(HttpContext http)
    {
        await using var script = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")!;
        http.Response.ContentType = "text/javascript; charset=utf-8";
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.ContentLength = script.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await script.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
