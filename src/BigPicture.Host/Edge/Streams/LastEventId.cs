using System.Globalization;
using BigPicture.Domain.Shared;
using Microsoft.Extensions.Primitives;

namespace BigPicture.Host.Edge.Streams;

/// <summary>Where a reader of server-sent events was when its connection broke.</summary>
internal static class LastEventId
{
    public const string Header = "Last-Event-ID";

    /// <returns>Null when there is no such header, or an empty one: a reader that was told no id yet.</returns>
    public static Outcome<long?> Read(StringValues header)
    {
        if (header.Count == 0 || header is [""])
            return (long?)null;
        return header.Count == 1 && long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : Denial.BadField(Header, "must be the id of an event of this stream, a whole number");
    }
}
