namespace BigPicture.Domain.Entitlements;

/// <summary>How an entitlement stands at a given time: computed from its dates and acts, never stored.</summary>
public enum EntitlementStatus
{
    Scheduled,
    Active,
    Suspended,
    Expired,
    Revoked,
}

public static class EntitlementStatuses
{
    /// <summary>The word in the API, in queries and in events.</summary>
    public static string Word(this EntitlementStatus status) =>
        status switch
        {
            EntitlementStatus.Scheduled => "scheduled",
            EntitlementStatus.Active => "active",
            EntitlementStatus.Suspended => "suspended",
            EntitlementStatus.Expired => "expired",
            EntitlementStatus.Revoked => "revoked",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    /// <summary>Null when it is no such word.</summary>
    public static EntitlementStatus? Parse(string word) =>
        word switch
        {
            "scheduled" => EntitlementStatus.Scheduled,
            "active" => EntitlementStatus.Active,
            "suspended" => EntitlementStatus.Suspended,
            "expired" => EntitlementStatus.Expired,
            "revoked" => EntitlementStatus.Revoked,
            _ => null,
        };
}
