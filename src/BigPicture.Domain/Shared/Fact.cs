using System.Text.Json;

namespace BigPicture.Domain.Shared;

/// <summary>Something that happened, in the past tense. Stored as an event in the transaction of the change that it tells.</summary>
public abstract record Fact(TenantId Tenant, Instant At)
{
    /// <summary>The event's name without the <c>bigpicture.</c> prefix: <c>license.issued</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The id of what it happened to, in its outside form: a lease, an entitlement, a tenant.</summary>
    public abstract string Subject { get; }

    /// <summary>What an administrator did, by its name in the audit trail; null where it came by itself or is an application's own.</summary>
    public virtual string? Act => Name;

    /// <summary>Whether listeners of the feed are told too; else it stands in the audit trail alone.</summary>
    public virtual bool IsEvent => true;

    /// <summary>Writes the members of the event's <c>data</c> object, in wire names.</summary>
    public abstract void WriteData(Utf8JsonWriter json);
}
