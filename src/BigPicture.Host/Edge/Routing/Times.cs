using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Routing;

/// <summary>Times between the wire and the domain; both count whole seconds, so nothing is rounded.</summary>
internal static class Times
{
    public static Instant? OrNull(DateTimeOffset? time) => time is { } given ? Instant.From(given) : null;

    public static DateTimeOffset? OrNull(Instant? at) => at?.ToDateTimeOffset();
}
