namespace BigPicture.Proof.Clients;

/// <summary>How often a client does what, against each other.</summary>
internal sealed record Mix
{
    /// <summary>Leases that one client keeps at most: together more than there are seats.</summary>
    public int HeldMax { get; init; } = 10;

    public double Activate { get; init; } = 36;

    /// <summary>The same lease key once more.</summary>
    public double Again { get; init; } = 8;

    public double TakeOver { get; init; } = 4;

    public double Renew { get; init; } = 20;

    public double Release { get; init; } = 20;

    public double Validate { get; init; } = 4;

    /// <summary>Asks for the tenant's revocation list.</summary>
    public double ReadRevocations { get; init; } = 3;

    /// <summary>Shows a token that should be good no more.</summary>
    public double UseOld { get; init; } = 6;

    /// <summary>Forgets a lease, which then runs out; its token is shown again later.</summary>
    public double Abandon { get; init; } = 0.6;

    public double RevokeLease { get; init; } = 2;

    public double ChangeLimit { get; init; } = 0.6;

    public double Suspend { get; init; } = 0.2;

    public double RevokeEntitlement { get; init; } = 0.01;
}
