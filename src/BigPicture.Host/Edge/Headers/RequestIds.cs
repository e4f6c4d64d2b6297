using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace BigPicture.Host.Edge.Headers;

/// <summary>
/// Gives every request an id that its answer carries and the log names: the caller's own when it is sane, else the web server's.
/// </summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";
    private const int LengthMax = 128;

    private static readonly SearchValues<char> Sane = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-"
    );

    public static void Apply(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue(Header, out var sent) && sent is [{ Length: > 0 and <= LengthMax } id] && IsSane(id))
            http.TraceIdentifier = id;
        http.Response.Headers[Header] = http.TraceIdentifier;
    }

    private static bool IsSane(string id) => !id.AsSpan().ContainsAnyExcept(Sane);
}
