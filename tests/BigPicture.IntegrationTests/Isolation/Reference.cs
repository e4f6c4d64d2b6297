namespace BigPicture.IntegrationTests.Isolation;

/// <summary>What a name in a request stands for.</summary>
internal enum Kind
{
    Tenant,
    Product,
    Entitlement,
    Lease,
    ApiToken,
    Webhook,
    Delivery,

    /// <summary>The token of a lease, which names its tenant itself.</summary>
    LeaseToken,
}

/// <summary>Where a request names something that belongs to somebody.</summary>
/// <param name="Place"><c>path</c>, <c>query</c> or <c>body</c>.</param>
internal sealed record Reference(string Place, string Name, Kind Kind)
{
    private static readonly Dictionary<string, Kind> Known = new()
    {
        ["tenant_id"] = Kind.Tenant,
        ["product_id"] = Kind.Product,
        ["products"] = Kind.Product,
        ["entitlement_id"] = Kind.Entitlement,
        ["lease_id"] = Kind.Lease,
        ["token_id"] = Kind.ApiToken,
        ["webhook_id"] = Kind.Webhook,
        ["delivery_id"] = Kind.Delivery,
        ["token"] = Kind.LeaseToken,
    };

    /// <summary>Chosen by whoever asks; they mean something within the asker's own tenant only.</summary>
    private static readonly HashSet<string> CallersOwn = ["subject_id", "machine_id", "session_id", "attempt_id"];

    /// <summary>Null: the name refers to nothing. One that might, and that nobody has told here, is an error: it would not be tried.</summary>
    public static Reference? Of(string place, string name)
    {
        if (Known.TryGetValue(name, out var kind))
            return new Reference(place, name, kind);
        var mayRefer = place == "path" || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("_ids", StringComparison.Ordinal);
        return mayRefer && !CallersOwn.Contains(name)
            ? throw new InvalidOperationException($"Nobody has told what '{name}' in a {place} refers to: teach it to {nameof(Reference)}.")
            : null;
    }

    public override string ToString() => $"{Place}:{Name}";
}
