using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry;

public interface IEventReader
{
    /// <summary>
    /// Oldest first, those after <paramref name="after"/> that pass the filter, at most <paramref name="count"/>; and up to which position that is all.
    /// Positions that are readable are final: nothing is ever stored before them.
    /// </summary>
    Task<EventSlice> Read(EventFilter filter, long after, int count, CancellationToken cancel);
}

/// <param name="Tenant">Null: every tenant's and the vendor's.</param>
/// <param name="Names">Without prefix; empty: all.</param>
public sealed record EventFilter(TenantId? Tenant, IReadOnlyCollection<string> Names);

/// <param name="ReadTo">All that pass the filter up to here are told.</param>
public sealed record EventSlice(IReadOnlyList<StoredEvent> Events, long ReadTo);

public sealed record StoredEvent(long Position, EventRow Row);
