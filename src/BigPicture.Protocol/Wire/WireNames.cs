namespace BigPicture.Protocol.Wire;

/// <summary>Values of <c>subject_type</c>.</summary>
public static class SubjectTypes
{
    /// <summary>A person.</summary>
    public const string User = "user";

    /// <summary>A device.</summary>
    public const string Machine = "machine";
}

/// <summary>Values of an entitlement's <c>status</c>: computed from its dates and acts, never stored.</summary>
public static class EntitlementStatuses
{
    /// <summary><c>starts_at</c> lies ahead.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>In force.</summary>
    public const string Active = "active";

    /// <summary>No grants and no renewals until it is reinstated.</summary>
    public const string Suspended = "suspended";

    /// <summary><c>ends_at</c> has passed.</summary>
    public const string Expired = "expired";

    /// <summary>Ended for good.</summary>
    public const string Revoked = "revoked";
}

/// <summary>Values of a lease's <c>status</c>.</summary>
public static class LeaseStatuses
{
    /// <summary>Holds its seats; in grace too.</summary>
    public const string Active = "active";

    /// <summary>Given back by its holder.</summary>
    public const string Released = "released";

    /// <summary>Ended by an administrator, or with its entitlement.</summary>
    public const string Revoked = "revoked";

    /// <summary>Past its end, and past its grace where it had one.</summary>
    public const string Expired = "expired";
}

/// <summary>Values of <c>rule</c> in a trace: the rungs of the ladder in the order in which they are asked.</summary>
public static class RuleNames
{
    /// <summary>The entitlement is started, not ended, not suspended, not revoked.</summary>
    public const string EntitlementActive = "entitlement_active";

    /// <summary>A local server's bundle is still valid.</summary>
    public const string SyncValid = "sync_valid";

    /// <summary>The license type takes this kind of subject.</summary>
    public const string Subject = "subject";

    /// <summary>The subject is not blocked.</summary>
    public const string Blocked = "blocked";

    /// <summary>Every feature that was asked for is entitled.</summary>
    public const string Features = "features";

    /// <summary>The license type's own rules.</summary>
    public const string LicenseType = "license_type";

    /// <summary>One line a pool: a seat is free.</summary>
    public const string Seats = "seats";
}
