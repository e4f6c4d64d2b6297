namespace BigPicture.Client;

/// <summary>Codes of refusals that no server gave.</summary>
public static class ClientCodes
{
    /// <summary>No server answers, and no kept lease holds.</summary>
    public const string ServerUnreachable = "SERVER_UNREACHABLE";

    /// <summary>A server granted a lease that the pinned roots do not vouch for, or that is for somebody else.</summary>
    public const string LeaseNotVerified = "LEASE_NOT_VERIFIED";

    /// <summary>The kept lease cannot be judged without a server: this machine's clock stands before a time that was seen already.</summary>
    public const string ClockRolledBack = "CLOCK_ROLLED_BACK";
}
