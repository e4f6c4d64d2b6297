using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Queries;
using BigPicture.Protocol.Text;

namespace BigPicture.Host.Edge.Routing;

/// <summary>Times between the wire and the domain; both count whole seconds, so nothing is rounded.</summary>
internal static class Times
{
    public static Instant? OrNull(DateTimeOffset? time) => time is { } given ? Instant.From(given) : null;

    public static DateTimeOffset? OrNull(Instant? at) => at?.ToDateTimeOffset();

    /// <returns>Null when it was left out.</returns>
    public static Outcome<Instant?> InQuery(QueryValues query, QueryParameter parameter)
    {
        if (query[parameter] is not { } text)
            return (Instant?)null;
        return UtcSeconds.TryParse(text, out var time)
            ? Instant.From(time)
            : Denial.BadField(parameter.Name, "must be a time in UTC like 2026-01-15T10:00:00Z");
    }
}
