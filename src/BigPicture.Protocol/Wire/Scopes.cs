namespace BigPicture.Protocol.Wire;

/// <summary>What an API token may allow.</summary>
public static class Scopes
{
    /// <summary>Status, validate, revocations, stream.</summary>
    public const string LicenseRead = "license:read";

    /// <summary>Activate, renew, release, usage signals.</summary>
    public const string LicenseWrite = "license:write";

    /// <summary>Explain, and every GET on tenants, products, entitlements, leases, tokens, servers, webhooks.</summary>
    public const string AdminRead = "admin:read";

    /// <summary>Every change of those.</summary>
    public const string AdminWrite = "admin:write";

    /// <summary>Events, usage, reports.</summary>
    public const string TelemetryRead = "telemetry:read";

    /// <summary>The audit.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>A local server's own calls.</summary>
    public const string Sync = "sync";

    /// <summary>All scopes, in the order of the protocol's table.</summary>
    public static IReadOnlyList<string> All { get; } = [LicenseRead, LicenseWrite, AdminRead, AdminWrite, TelemetryRead, AuditRead, Sync];
}
