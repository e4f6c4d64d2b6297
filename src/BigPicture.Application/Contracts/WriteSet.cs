using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>Rows that a transaction writes beside what it is about.</summary>
public sealed class WriteSet
{
    public List<EventRow> Events { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    /// <summary>What it revoked: with these the epochs of their tenants grow.</summary>
    public List<Revoked> Revoked { get; } = [];
}

/// <summary>An event as stored. Its position in the feed is given by the store, in commit order.</summary>
/// <param name="Data">The event's <c>data</c> object as UTF-8 JSON.</param>
public sealed record EventRow(EventId Id, TenantId Tenant, string Name, string Subject, Instant At, byte[] Data);
