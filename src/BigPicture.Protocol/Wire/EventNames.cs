namespace BigPicture.Protocol.Wire;

/// <summary>Names of events, without the prefix that the CloudEvents <c>type</c> carries.</summary>
public static class EventNames
{
    /// <summary>What stands before the name in the <c>type</c> of an event.</summary>
    public const string TypePrefix = "bigpicture.";

    /// <summary>A lease was granted.</summary>
    public const string LicenseIssued = "license.issued";

    /// <summary>A lease was ended by an administrator, or with its entitlement.</summary>
    public const string LicenseRevoked = "license.revoked";

    /// <summary>A lease ran out.</summary>
    public const string LicenseExpired = "license.expired";

    /// <summary>A lease was prolonged.</summary>
    public const string LicenseRenewed = "license.renewed";

    /// <summary>A lease was given back.</summary>
    public const string LicenseReleased = "license.released";

    /// <summary>A restarted instance took its lease back; older generations are fenced out.</summary>
    public const string LicenseTakenOver = "license.taken_over";

    /// <summary>A lease was refused; <c>count</c> sums up repeats within a minute.</summary>
    public const string LicenseDenied = "license.denied";

    /// <summary>An entitlement was created.</summary>
    public const string EntitlementCreated = "entitlement.created";

    /// <summary>An entitlement was changed.</summary>
    public const string EntitlementUpdated = "entitlement.updated";

    /// <summary>An entitlement was suspended.</summary>
    public const string EntitlementSuspended = "entitlement.suspended";

    /// <summary>A suspended entitlement is in force again.</summary>
    public const string EntitlementReinstated = "entitlement.reinstated";

    /// <summary>An entitlement was revoked for good.</summary>
    public const string EntitlementRevoked = "entitlement.revoked";

    /// <summary>An entitlement's end moved on by auto-renewal.</summary>
    public const string EntitlementRenewed = "entitlement.renewed";

    /// <summary>An entitlement reached its end.</summary>
    public const string EntitlementExpired = "entitlement.expired";

    /// <summary>A tenant was created.</summary>
    public const string TenantCreated = "tenant.created";

    /// <summary>A tenant was changed.</summary>
    public const string TenantUpdated = "tenant.updated";

    /// <summary>A product was created.</summary>
    public const string ProductCreated = "product.created";

    /// <summary>A product was changed.</summary>
    public const string ProductUpdated = "product.updated";

    /// <summary>Seats were allocated to a local server, or taken back.</summary>
    public const string AllocationChanged = "allocation.changed";

    /// <summary>A client reported the use of a feature.</summary>
    public const string FeatureUsed = "feature.used";

    /// <summary>A local server was enrolled.</summary>
    public const string ServerEnrolled = "server.enrolled";

    /// <summary>A local server has synced.</summary>
    public const string ServerSynced = "server.synced";

    /// <summary>A server's clock made a step.</summary>
    public const string ServerClockStepped = "server.clock_stepped";

    /// <summary>A signing key was made.</summary>
    public const string KeyCreated = "key.created";

    /// <summary>A signing key was replaced by a newer one.</summary>
    public const string KeyRotated = "key.rotated";

    /// <summary>A signing key was retired.</summary>
    public const string KeyRetired = "key.retired";

    /// <summary>An API token was created.</summary>
    public const string ApiTokenCreated = "api_token.created";

    /// <summary>An API token was revoked.</summary>
    public const string ApiTokenRevoked = "api_token.revoked";

    /// <summary>A webhook was switched off after too many failures.</summary>
    public const string WebhookDisabled = "webhook.disabled";
}
