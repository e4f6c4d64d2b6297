namespace BigPicture.Domain.Shared;

/// <summary>
/// Everything that a caller can be told instead of what it asked for. One closed list; its strings on the wire stand in
/// Protocol, the table to HTTP in the host's edge, and a test holds the three one to one.
/// </summary>
public enum DenialCode
{
    BadRequest,
    TokenInvalid,
    Unauthorized,
    Forbidden,
    EntitlementNotStarted,
    EntitlementExpired,
    EntitlementSuspended,
    EntitlementRevoked,
    FeatureNotEntitled,
    SubjectMismatch,
    SubjectBlocked,
    LicenseTypeDenied,
    SyncExpired,
    NotFound,
    NoEntitlement,
    MethodNotAllowed,
    SeatsExhausted,
    Conflict,
    LeaseExpired,
    LeaseRevoked,
    LeaseReleased,
    LeaseSuperseded,
    VersionMismatch,
    BodyTooLarge,
    UnsupportedMediaType,
    IdempotencyKeyReused,
    RateLimited,
    InternalError,
    Unavailable,
    LicenseTypeUnavailable,
}
