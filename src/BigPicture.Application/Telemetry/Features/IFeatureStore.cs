using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry.Features;

public interface IFeatureStore
{
    /// <returns>Whether the report is new: none like it is remembered.</returns>
    Task<bool> Remember(TenantId tenant, LeaseId lease, byte[] digest, Instant at, CancellationToken cancel);

    /// <summary>Adds to a feature's day, which need not be there.</summary>
    Task Add(TenantId tenant, EntitlementId entitlement, FeatureCount count, CancellationToken cancel);

    /// <summary>By day and feature, from after <paramref name="after"/> on.</summary>
    Task<IReadOnlyList<FeatureCount>> List(FeatureFilter filter, FeatureCount? after, int count, CancellationToken cancel);

    /// <summary>Forgets reports of all tenants up to a time, and takes away days that began before another one.</summary>
    /// <returns>How many were looked at of whichever were more: as many as <paramref name="count"/>, and there may be more.</returns>
    Task<int> Purge(Instant reports, Instant days, int count, CancellationToken cancel);
}

/// <param name="From">The first day.</param>
/// <param name="To">The day after the last one.</param>
public sealed record FeatureFilter(TenantId Tenant, EntitlementId Entitlement, Instant From, Instant To);
