using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Leasing;

/// <summary>Keeps a subject from activating again on an entitlement until a time.</summary>
public sealed record Block(TenantId Tenant, EntitlementId Entitlement, SubjectKind SubjectKind, string SubjectId, Instant Until)
{
    public Subject Subject => new(SubjectKind, SubjectId);
}
