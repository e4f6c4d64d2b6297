using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Http;

/// <summary>What somebody at the keyboard can do next about a refusal.</summary>
internal static class Advice
{
    public static string For(ProblemDocument problem)
    {
        var entitlement = problem.Details?.EntitlementId ?? "ENTITLEMENT";
        return problem.Code switch
        {
            ErrorCodes.BadRequest => "Correct what the message names; --help of the command lists what it takes.",
            ErrorCodes.TokenInvalid =>
                "Hand in the token exactly as the server gave it; `bigpicture lease inspect TOKEN` shows what it says.",
            ErrorCodes.Unauthorized =>
                $"Give a token of this server with --token or {Remote.TokenVariable}; it may have been revoked or have run out.",
            ErrorCodes.Forbidden => "Use a token that has the scope; an administrator makes one with `bigpicture token create`.",
            ErrorCodes.NotFound => "Check the id; the `list` command of its group shows what there is.",
            ErrorCodes.NoEntitlement => "See what the tenant may use: bigpicture entitlement list --tenant TENANT",
            ErrorCodes.EntitlementNotStarted => $"Wait for starts_at: bigpicture entitlement show {entitlement}",
            ErrorCodes.EntitlementExpired => $"Prolong it: bigpicture entitlement update {entitlement} --ends-at TIME",
            ErrorCodes.EntitlementSuspended => $"Lift it: bigpicture entitlement reinstate {entitlement}",
            ErrorCodes.EntitlementRevoked => "A revocation is final: create a new entitlement.",
            ErrorCodes.FeatureNotEntitled => $"Ask for fewer features, or see which there are: bigpicture entitlement show {entitlement}",
            ErrorCodes.SubjectMismatch =>
                "Name the user with --user, or the machine with --machine or --machine-id, as the license type needs.",
            ErrorCodes.SubjectBlocked => "Wait until the block has run out, or take the lease for somebody else.",
            ErrorCodes.SeatsExhausted => ForSeats(problem.Details?.NextSeatAt, entitlement),
            ErrorCodes.LeaseExpired or ErrorCodes.LeaseReleased or ErrorCodes.LeaseRevoked =>
                "Take a new lease: bigpicture lease acquire --product PRODUCT",
            ErrorCodes.LeaseSuperseded => "Another instance took this lease over; use its token.",
            ErrorCodes.VersionMismatch => "Somebody changed it meanwhile: look at it again, then repeat the change.",
            ErrorCodes.Conflict => "Look at what stands (the `show` command of its group), then ask for something that fits.",
            ErrorCodes.RateLimited or ErrorCodes.Unavailable or ErrorCodes.LicenseTypeUnavailable => "Try again in a moment.",
            ErrorCodes.InternalError => $"Look in the server's log for the request id {problem.RequestId}.",
            _ => "See docs/api-errors.md for this code.",
        };
    }

    private static string ForSeats(DateTimeOffset? nextSeatAt, string entitlement)
    {
        var holders = $"see who holds the seats: bigpicture lease list --entitlement {entitlement}";
        return nextSeatAt is { } at
            ? $"Try again at {UtcSeconds.Format(at)}, when a seat frees unless it is renewed, or {holders}"
            : $"Release a lease first; {holders}";
    }
}
