using BigPicture.Client.Time;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Sessions;

/// <summary>Looks whether the lists that are known name a session's lease, as soon as a list comes.</summary>
internal sealed class RevocationCheck(ClientParts parts, LeaseDesk desk, SessionStanding standing, Signal renewNow) : IDisposable
{
    private bool saidStale;

    public void Begin()
    {
        parts.Revocations.Changed += Look;
        Follow();
        Look();
    }

    /// <summary>The lease may be another server's since the last look.</summary>
    public void Follow()
    {
        var lease = standing.Lease;
        parts.Feeds.Listen(lease.Server, lease.Claims.Tenant);
        var isStale = parts.Revocations.IsStale(lease.Token);
        if (isStale && !saidStale)
            parts.Notices.Warn("The newest revocation list is past its end: revocations since then are not known here.");
        saidStale = isStale;
    }

    public void Dispose() => parts.Revocations.Changed -= Look;

    private void Look()
    {
        var lease = standing.Lease;
        switch (parts.Revocations.Find(lease.Token))
        {
            case RevokedBy.Lease:
                Lose($"Lease {lease.Claims.LeaseId} was revoked.");
                break;
            case RevokedBy.Entitlement:
                Lose($"Lease {lease.Claims.LeaseId} was revoked with all of entitlement {lease.Claims.Entitlement}.");
                break;
            // The lease stands; only its signature is worth nothing any more. A renewal brings one by another key.
            case RevokedBy.Key:
                renewNow.Ring();
                break;
        }
    }

    private void Lose(string message)
    {
        if (standing.Lose(new LicenseRefusal { Code = ErrorCodes.LeaseRevoked, Message = message }))
            desk.Forget();
    }
}
