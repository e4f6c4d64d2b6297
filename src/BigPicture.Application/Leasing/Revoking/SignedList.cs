using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>A tenant's revocation list as it is handed out.</summary>
/// <param name="FreshUntil">From here on it is signed anew when it is asked for: something on it has ended, or half its time has gone.</param>
/// <param name="RenewAt">From here on it is signed anew for all who follow it, long before it is stale.</param>
public sealed record SignedList(long Epoch, Instant IssuedAt, Instant FreshUntil, Instant RenewAt, string Token)
{
    internal bool IsNewerThan(SignedList other) => (Epoch, IssuedAt.UnixSeconds).CompareTo((other.Epoch, other.IssuedAt.UnixSeconds)) > 0;
}
