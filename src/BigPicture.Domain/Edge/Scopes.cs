namespace BigPicture.Domain.Edge;

/// <summary>What an API token allows: one closed list, of which a token has some.</summary>
[Flags]
public enum Scopes
{
    None = 0,
    LicenseRead = 1,
    LicenseWrite = 2,
    AdminRead = 4,
    AdminWrite = 8,
    TelemetryRead = 16,
    AuditRead = 32,
    Sync = 64,
    All = LicenseRead | LicenseWrite | AdminRead | AdminWrite | TelemetryRead | AuditRead | Sync,
}

public static class ScopeWords
{
    private static readonly (Scopes Scope, string Word)[] Table =
    [
        (Scopes.LicenseRead, "license:read"),
        (Scopes.LicenseWrite, "license:write"),
        (Scopes.AdminRead, "admin:read"),
        (Scopes.AdminWrite, "admin:write"),
        (Scopes.TelemetryRead, "telemetry:read"),
        (Scopes.AuditRead, "audit:read"),
        (Scopes.Sync, "sync"),
    ];

    /// <summary>The words in the API, in the protocol's order.</summary>
    public static IReadOnlyList<string> Words(this Scopes scopes) =>
        [.. Table.Where(row => scopes.HasFlag(row.Scope)).Select(row => row.Word)];

    /// <summary>The one scope of that name; null when it is no such word.</summary>
    public static Scopes? Parse(string? word) =>
        Array.Find(Table, row => row.Word == word) is { Word: not null } found ? found.Scope : null;
}
