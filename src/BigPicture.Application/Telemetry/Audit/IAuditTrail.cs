using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>The trail as it is read; written it is with the acts only.</summary>
public interface IAuditTrail
{
    /// <summary>Null: nothing was done yet that would be in it.</summary>
    Task<AuditHead?> Head(TenantId tenant, CancellationToken cancel);

    /// <summary>Newest first, those behind <paramref name="after"/> that pass the filter.</summary>
    Task<IReadOnlyList<AuditRecord>> List(AuditFilter filter, AuditPlace? after, int count, CancellationToken cancel);

    /// <summary>All heads, by tenant; of all tenants, for who checks the chains.</summary>
    Task<IReadOnlyList<AuditHead>> Heads(CancellationToken cancel);

    /// <summary>How many links there are, of all tenants.</summary>
    Task<long> Count(CancellationToken cancel);

    /// <summary>All links of all tenants, by tenant and number.</summary>
    IAsyncEnumerable<AuditRecord> All(CancellationToken cancel);

    /// <summary>
    /// Takes the links of one chain away that are as old as <paramref name="before"/>, oldest first and at most <paramref name="count"/>, and moves the
    /// chain's beginning there, under a seal; in the transaction in hand.
    /// </summary>
    /// <returns>Whether there was as much as that, so that more may wait.</returns>
    Task<bool> Purge(Instant before, int count, CancellationToken cancel);
}

/// <param name="Person">Null: nothing in it names anybody, or it was taken away.</param>
public sealed record AuditRecord(AuditRow Row, AuditPerson? Person);

/// <param name="Tenant">Null: every tenant's and the vendor's.</param>
public sealed record AuditFilter(TenantId? Tenant)
{
    public string? Act { get; init; }

    public string? Subject { get; init; }

    public string? TokenId { get; init; }
}

/// <summary>Where a page ended in the order of lists: newest first, tenant, number downwards.</summary>
public sealed record AuditPlace(Instant At, TenantId Tenant, long Number);
