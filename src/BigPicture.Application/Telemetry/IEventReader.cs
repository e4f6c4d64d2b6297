using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry;

/// <summary>The feed. Positions are final: nothing is ever stored before one that could be read.</summary>
public interface IEventReader
{
    /// <summary>Gives a position to all that is committed now, so that a reader finds what happened before it asked.</summary>
    /// <returns>The last position that was ever given; no reader has seen a greater one.</returns>
    Task<long> Number(CancellationToken cancel);

    /// <summary>
    /// Of what has a position: oldest first, those after <paramref name="after"/> that pass the filter, at most <paramref name="count"/>; and up to
    /// which position that is all.
    /// </summary>
    Task<EventSlice> Read(EventFilter filter, long after, int count, CancellationToken cancel);

    /// <summary>Those of these positions that are still kept.</summary>
    Task<IReadOnlyList<StoredEvent>> At(IReadOnlyCollection<long> positions, CancellationToken cancel);

    /// <summary>
    /// What happened to whom after a position and up to another one, each once, of all tenants, for who tells others that there is something to read.
    /// </summary>
    Task<IReadOnlyList<EventMark>> Marks(long after, long upTo, CancellationToken cancel);

    /// <summary>The last position that can be read now; 0 when there is none.</summary>
    Task<long> Head(CancellationToken cancel);
}

/// <param name="Tenant">Null: every tenant's and the vendor's.</param>
/// <param name="Names">Without prefix; empty: all.</param>
public sealed record EventFilter(TenantId? Tenant, IReadOnlyCollection<string> Names)
{
    public bool Passes(EventMark mark) =>
        (Tenant is not { } tenant || tenant == mark.Tenant) && (Names.Count == 0 || Names.Contains(mark.Name));
}

/// <param name="ReadTo">All that pass the filter up to here are told.</param>
public sealed record EventSlice(IReadOnlyList<StoredEvent> Events, long ReadTo);

public sealed record StoredEvent(long Position, EventRow Row)
{
    /// <summary>Who is tied to products hears of what names one of them. A page may so hold fewer than there is room for, never too many.</summary>
    /// <param name="products">Null: all.</param>
    public bool IsAbout(IReadOnlySet<ProductId>? products)
    {
        if (products is null)
            return true;
        using var data = JsonDocument.Parse(Row.Data);
        return NamedProduct.IsOneOf(products, data.RootElement);
    }
}

public readonly record struct EventMark(TenantId Tenant, string Name);
