using BigPicture.Client.Servers;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Client.Sessions;

/// <summary>A lease that was verified, and who granted it.</summary>
internal sealed record HeldLease(ServerLink Server, LeaseToken Token)
{
    public LeaseTokenClaims Claims => Token.Claims;

    public DateTimeOffset End => Claims.GraceUntil ?? Claims.ExpiresAt;
}
