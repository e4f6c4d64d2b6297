namespace BigPicture.Protocol.Revocations;

/// <summary>The entry of a revocation list that a lease falls under.</summary>
public enum RevokedBy
{
    /// <summary>None: the list says nothing against it.</summary>
    Nothing,

    /// <summary>The lease itself is listed.</summary>
    Lease,

    /// <summary>Its entitlement is listed, and the token is from before.</summary>
    Entitlement,

    /// <summary>The key that signed it, or one that certified that key, was withdrawn.</summary>
    Key,
}
