using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry;

/// <summary>An event as it is told outside, but for the constants of CloudEvents and the server's own address.</summary>
/// <param name="Position">Its place in the feed: grows without end, in the order of commits.</param>
/// <param name="Type"><c>bigpicture.</c> and the event's name.</param>
/// <param name="Subject">The id of what it happened to.</param>
/// <param name="Tenant">Whom it concerns; the vendor for what all tenants share.</param>
/// <param name="Data">The <c>data</c> object as UTF-8 JSON.</param>
public sealed record EventView(
    long Position,
    EventId Id,
    string Type,
    string Subject,
    Instant Time,
    TenantId Tenant,
    ReadOnlyMemory<byte> Data
)
{
    internal static EventView Of(StoredEvent stored, Pseudonyms pseudonyms)
    {
        var row = stored.Row;
        return new EventView(
            stored.Position,
            row.Id,
            EventTypes.Prefix + row.Name,
            row.Subject,
            row.At,
            row.Tenant,
            pseudonyms.Cover(row.Tenant, row.Data)
        );
    }
}

/// <param name="NextAfter">Where to go on, even when nothing was found: all up to here has been looked at.</param>
public sealed record EventPage(IReadOnlyList<EventView> Events, long NextAfter)
{
    /// <summary>There is more to read now.</summary>
    public bool IsFull { get; init; }
}
