namespace BigPicture.Protocol.Revocations;

/// <summary>The verdict on a revocation list.</summary>
/// <param name="Error">The first check that failed; <see cref="RevocationListError.None"/> when it is accepted.</param>
/// <param name="List">What it says; null when it is refused. An accepted one may be stale, or older than the one that is held.</param>
public sealed record RevocationVerification(RevocationListError Error, RevocationList? List)
{
    /// <summary>Whether the list is the issuer's.</summary>
    public bool IsAccepted => List is not null;
}
