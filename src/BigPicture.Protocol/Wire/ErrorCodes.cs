namespace BigPicture.Protocol.Wire;

/// <summary>
/// Every value of <c>code</c> in a problem document; one closed list. The HTTP status of each stands with its group. A client that
/// meets a code that it does not know goes by the status.
/// </summary>
public static class ErrorCodes
{
    /// <summary>400: the request is malformed; <c>details.errors</c> names each field.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>400: the lease token is malformed, damaged or not this server's.</summary>
    public const string TokenInvalid = "TOKEN_INVALID";

    /// <summary>401: no API token, or one that is unknown, expired or revoked.</summary>
    public const string Unauthorized = "UNAUTHORIZED";

    /// <summary>403: the API token lacks the scope.</summary>
    public const string Forbidden = "FORBIDDEN";

    /// <summary>403: the entitlement's <c>starts_at</c> lies ahead.</summary>
    public const string EntitlementNotStarted = "ENTITLEMENT_NOT_STARTED";

    /// <summary>403: the entitlement's <c>ends_at</c> has passed.</summary>
    public const string EntitlementExpired = "ENTITLEMENT_EXPIRED";

    /// <summary>403: the entitlement is suspended; it may be reinstated.</summary>
    public const string EntitlementSuspended = "ENTITLEMENT_SUSPENDED";

    /// <summary>403: the entitlement is revoked for good.</summary>
    public const string EntitlementRevoked = "ENTITLEMENT_REVOKED";

    /// <summary>403: a feature that was asked for is not in the policy.</summary>
    public const string FeatureNotEntitled = "FEATURE_NOT_ENTITLED";

    /// <summary>403: the license type needs another kind of subject, or a machine id.</summary>
    public const string SubjectMismatch = "SUBJECT_MISMATCH";

    /// <summary>403: the subject is blocked on this entitlement for a time.</summary>
    public const string SubjectBlocked = "SUBJECT_BLOCKED";

    /// <summary>403: the license type refused; <c>details.reason</c> is its own.</summary>
    public const string LicenseTypeDenied = "LICENSE_TYPE_DENIED";

    /// <summary>403: a local server's last bundle has run out.</summary>
    public const string SyncExpired = "SYNC_EXPIRED";

    /// <summary>404: no such thing, or it belongs to another tenant.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>404: no entitlement covers the product for this tenant.</summary>
    public const string NoEntitlement = "NO_ENTITLEMENT";

    /// <summary>405: the path exists, but not for this method.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>409: every seat of a pool is taken; <c>details</c> names pool, limit, use and the next free seat.</summary>
    public const string SeatsExhausted = "SEATS_EXHAUSTED";

    /// <summary>409: the request contradicts what stands.</summary>
    public const string Conflict = "CONFLICT";

    /// <summary>410: the lease ran out.</summary>
    public const string LeaseExpired = "LEASE_EXPIRED";

    /// <summary>410: the lease was revoked.</summary>
    public const string LeaseRevoked = "LEASE_REVOKED";

    /// <summary>410: the lease was released.</summary>
    public const string LeaseReleased = "LEASE_RELEASED";

    /// <summary>410: a takeover made a newer generation of the lease.</summary>
    public const string LeaseSuperseded = "LEASE_SUPERSEDED";

    /// <summary>412: <c>If-Match</c> names another version than the one that stands.</summary>
    public const string VersionMismatch = "VERSION_MISMATCH";

    /// <summary>413: the body is over 64 KiB.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>415: the body is not <c>application/json</c>.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>422: the idempotency key was used with another body.</summary>
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";

    /// <summary>429: too many requests; <c>Retry-After</c> says when to come back.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>500: a defect of the server; the answer holds the request id and nothing else.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>503: the server cannot answer now; <c>Retry-After</c> says when to come back.</summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>503: the entitlement's license type is not loaded on this server.</summary>
    public const string LicenseTypeUnavailable = "LICENSE_TYPE_UNAVAILABLE";
}
