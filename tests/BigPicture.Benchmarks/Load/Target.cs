namespace BigPicture.Benchmarks.Load;

/// <summary>A running server, and the pool on it that is asked for leases.</summary>
/// <param name="Token">An API token with <c>license:write</c>.</param>
/// <param name="Tenant">Null: the token is tied to one.</param>
/// <param name="Entitlement">Null: the first of the product that grants.</param>
internal sealed record Target(Uri Url, string Token, string Product, string? Tenant = null, string? Entitlement = null)
{
    /// <summary>The process that serves, where it is one of ours: its processor time is told.</summary>
    public Servers.ServerProcess? Process { get; init; }

    /// <summary>The members that every request for a lease starts with.</summary>
    public string BodyHead =>
        $"{{\"product_id\":\"{Product}\","
        + (Tenant is null ? "" : $"\"tenant_id\":\"{Tenant}\",")
        + (Entitlement is null ? "" : $"\"entitlement_id\":\"{Entitlement}\",");
}
