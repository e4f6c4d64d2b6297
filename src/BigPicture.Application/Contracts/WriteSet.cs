using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>Rows that facts add to the transaction they belong to.</summary>
public sealed class WriteSet
{
    public List<EventRow> Events { get; } = [];

    public List<AuditEntry> Audit { get; } = [];
}

/// <summary>An event as stored. Its position in the feed is given by the store, in commit order.</summary>
/// <param name="Data">The event's <c>data</c> object as UTF-8 JSON.</param>
public sealed record EventRow(EventId Id, TenantId Tenant, string Name, string Subject, Instant At, byte[] Data);
