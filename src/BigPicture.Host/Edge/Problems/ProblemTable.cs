using BigPicture.Domain.Shared;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.Problems;

/// <summary>How each denial looks in HTTP. The only place that knows; a test holds it one to one with the codes of the protocol.</summary>
internal static class ProblemTable
{
    public static IReadOnlyDictionary<DenialCode, ProblemKind> Kinds { get; } =
        new Dictionary<DenialCode, ProblemKind>
        {
            [DenialCode.BadRequest] = new(400, ErrorCodes.BadRequest, "The request is malformed."),
            [DenialCode.TokenInvalid] = new(400, ErrorCodes.TokenInvalid, "The lease token is not one of this server's."),
            [DenialCode.Unauthorized] = new(401, ErrorCodes.Unauthorized, "A valid API token is needed."),
            [DenialCode.Forbidden] = new(403, ErrorCodes.Forbidden, "The API token does not allow this."),
            [DenialCode.EntitlementNotStarted] = new(403, ErrorCodes.EntitlementNotStarted, "The entitlement has not started."),
            [DenialCode.EntitlementExpired] = new(403, ErrorCodes.EntitlementExpired, "The entitlement has ended."),
            [DenialCode.EntitlementSuspended] = new(403, ErrorCodes.EntitlementSuspended, "The entitlement is suspended."),
            [DenialCode.EntitlementRevoked] = new(403, ErrorCodes.EntitlementRevoked, "The entitlement is revoked."),
            [DenialCode.FeatureNotEntitled] = new(403, ErrorCodes.FeatureNotEntitled, "A feature is not entitled."),
            [DenialCode.SubjectMismatch] = new(403, ErrorCodes.SubjectMismatch, "The license type does not take this subject."),
            [DenialCode.SubjectBlocked] = new(403, ErrorCodes.SubjectBlocked, "The subject is blocked for a time."),
            [DenialCode.LicenseTypeDenied] = new(403, ErrorCodes.LicenseTypeDenied, "The license type refused."),
            [DenialCode.SyncExpired] = new(403, ErrorCodes.SyncExpired, "The last synchronization has run out."),
            [DenialCode.NotFound] = new(404, ErrorCodes.NotFound, "There is no such thing."),
            [DenialCode.NoEntitlement] = new(404, ErrorCodes.NoEntitlement, "No entitlement covers the product."),
            [DenialCode.MethodNotAllowed] = new(405, ErrorCodes.MethodNotAllowed, "The path does not take this method."),
            [DenialCode.SeatsExhausted] = new(409, ErrorCodes.SeatsExhausted, "No seat is free."),
            [DenialCode.Conflict] = new(409, ErrorCodes.Conflict, "The request contradicts what stands."),
            [DenialCode.LeaseExpired] = new(410, ErrorCodes.LeaseExpired, "The lease has expired."),
            [DenialCode.LeaseRevoked] = new(410, ErrorCodes.LeaseRevoked, "The lease was revoked."),
            [DenialCode.LeaseReleased] = new(410, ErrorCodes.LeaseReleased, "The lease was released."),
            [DenialCode.LeaseSuperseded] = new(410, ErrorCodes.LeaseSuperseded, "The lease was taken over by a newer process."),
            [DenialCode.VersionMismatch] = new(412, ErrorCodes.VersionMismatch, "Another version stands than the one named."),
            [DenialCode.BodyTooLarge] = new(413, ErrorCodes.BodyTooLarge, "The body is too large."),
            [DenialCode.UnsupportedMediaType] = new(415, ErrorCodes.UnsupportedMediaType, "The body is not JSON."),
            [DenialCode.IdempotencyKeyReused] = new(
                422,
                ErrorCodes.IdempotencyKeyReused,
                "The idempotency key was used for another request."
            ),
            [DenialCode.RateLimited] = new(429, ErrorCodes.RateLimited, "Too many requests."),
            [DenialCode.InternalError] = new(500, ErrorCodes.InternalError, "The server failed."),
            [DenialCode.Unavailable] = new(503, ErrorCodes.Unavailable, "The server cannot answer now."),
            [DenialCode.LicenseTypeUnavailable] = new(
                503,
                ErrorCodes.LicenseTypeUnavailable,
                "The license type is not loaded on this server."
            ),
        };

    public static ProblemKind Of(DenialCode code) => Kinds[code];
}

/// <param name="Title">One sentence that is the same for every occurrence.</param>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    public string Type { get; } = ProblemDocument.TypeOf(Code);
}
