using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace BigPicture.Host.Edge.Bodies;

/// <summary><c>application/json</c>, alone or with <c>charset=utf-8</c>, and not compressed.</summary>
internal static class JsonMediaType
{
    public static bool Matches(HttpRequest request) =>
        StringValues.IsNullOrEmpty(request.Headers.ContentEncoding) && request.ContentType is { } type && Matches(type);

    private static bool Matches(string type) =>
        type is "application/json" or "application/json; charset=utf-8"
        || (
            MediaTypeHeaderValue.TryParse(type, out var parsed)
            && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && parsed.Parameters.All(IsUtf8)
        );

    private static bool IsUtf8(NameValueHeaderValue parameter) =>
        parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(parameter.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
