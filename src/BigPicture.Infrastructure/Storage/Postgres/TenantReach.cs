using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Storage.Postgres;

/// <summary>
/// Which tenants a scope's statements may see. A caller who is tied to a tenant works as the application's role, whose transactions name
/// that tenant and see no other. Who spans tenants (loops, the vendor's administrators, a token looked up by its secret) works as the owner.
/// </summary>
public sealed class TenantReach(ITenantTie tie)
{
    public const string Setting = "bigpicture.tenants";

    // No tenant's id can contain it.
    private const char Separator = ',';

    public bool IsTied => tie.Tenant is not null;

    /// <summary>The tenants as a transaction names them.</summary>
    public string Tenants => tie.Tenant is { } tenant ? Text([tenant]) : throw new InvalidOperationException("Tied to no tenant.");

    public static string Text(IEnumerable<TenantId> tenants) =>
        string.Join(
            Separator,
            tenants.Select(tenant =>
                tenant.Value.Contains(Separator) ? throw new ArgumentException($"'{tenant}' is no id of a tenant.") : tenant.Value
            )
        );
}
