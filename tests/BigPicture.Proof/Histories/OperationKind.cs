namespace BigPicture.Proof.Histories;

/// <summary>What a client asked for.</summary>
public enum OperationKind
{
    Activate,
    Renew,
    Release,
    Validate,
    RevokeLease,
    Suspend,
    Reinstate,
    RevokeEntitlement,
    ChangeLimit,

    /// <summary>Asks for the tenant's revocation list.</summary>
    ReadRevocations,
}

/// <summary>What a client knows of the end of its call.</summary>
public enum Outcome
{
    /// <summary>The server did it, and said so. For <see cref="OperationKind.Validate"/>: the lease stands.</summary>
    Yes,

    /// <summary>The server refused it, and said so: it did nothing, and never will for this call.</summary>
    No,

    /// <summary>
    /// No answer, half of one, or one that leaves it open (5xx): it may have been done, may be done yet until
    /// <see cref="Run.SettleMs"/> after the return, or never.
    /// </summary>
    Unknown,
}
