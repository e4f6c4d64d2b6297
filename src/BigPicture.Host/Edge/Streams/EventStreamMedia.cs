using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BigPicture.Host.Edge.Streams;

/// <summary>Whether a caller of a route that serves both wants events as they come, or a list of them.</summary>
internal static class EventStreamMedia
{
    public const string Type = "text/event-stream";

    /// <summary>It names the media type, and likes nothing better.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return false;
        var stream = accepted.FirstOrDefault(type => type.MediaType.Equals(Type, StringComparison.OrdinalIgnoreCase));
        return stream is not null && Weight(stream) > 0 && accepted.All(type => Weight(type) <= Weight(stream));
    }

    private static double Weight(MediaTypeHeaderValue type) => type.Quality ?? 1;
}
