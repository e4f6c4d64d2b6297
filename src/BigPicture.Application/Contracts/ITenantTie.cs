using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>
/// The second wall's own view of who asks, apart from what use cases ask of their caller: storage names this tenant in its transactions,
/// and what lies in memory or is done for many callers at once is held against it.
/// </summary>
public interface ITenantTie
{
    /// <summary>The only tenant that the scope may touch; null: all of them.</summary>
    TenantId? Tenant { get; }
}
