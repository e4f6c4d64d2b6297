using System.Collections.Frozen;

namespace BigPicture.Application.Telemetry;

/// <summary>Every event that there is, so that a question for one that cannot come is refused instead of waiting for ever.</summary>
public static class EventTypes
{
    public const string Prefix = "bigpicture.";

    public static readonly FrozenSet<string> Names =
    [
        "license.issued",
        "license.revoked",
        "license.expired",
        "license.renewed",
        "license.released",
        "license.taken_over",
        "license.denied",
        "entitlement.created",
        "entitlement.updated",
        "entitlement.suspended",
        "entitlement.reinstated",
        "entitlement.revoked",
        "entitlement.renewed",
        "entitlement.expired",
        "tenant.created",
        "tenant.updated",
        "product.created",
        "product.updated",
        "allocation.changed",
        "feature.used",
        "server.enrolled",
        "server.synced",
        "server.clock_stepped",
        "key.created",
        "key.rotated",
        "key.retired",
        "api_token.created",
        "api_token.revoked",
        "webhook.disabled",
    ];

    /// <summary>The name of a type, with or without its prefix; null when there is no such event.</summary>
    public static string? Parse(string type)
    {
        var name = type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : type;
        return Names.Contains(name) ? name : null;
    }
}
