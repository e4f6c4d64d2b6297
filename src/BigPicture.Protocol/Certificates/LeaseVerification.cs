using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>How a token stands.</summary>
public enum LeaseValidity
{
    /// <summary>Refused; the error says why.</summary>
    Refused,

    /// <summary>Before its end.</summary>
    Valid,

    /// <summary>Past its end, within its grace: the application goes on, and says so.</summary>
    ValidInGrace,
}

/// <summary>The verdict on a token.</summary>
/// <param name="Validity">How it stands at the time that was handed in.</param>
/// <param name="Error">The first check that failed; <see cref="LeaseTokenError.None"/> when it is not refused.</param>
/// <param name="Claims">What the token says; null unless its signature was verified and its payload read. Present with an <see cref="LeaseTokenError.Expired"/> one.</param>
public sealed record LeaseVerification(LeaseValidity Validity, LeaseTokenError Error, LeaseTokenClaims? Claims)
{
    /// <summary>Valid, or valid in grace.</summary>
    public bool IsAccepted => Validity != LeaseValidity.Refused;
}
