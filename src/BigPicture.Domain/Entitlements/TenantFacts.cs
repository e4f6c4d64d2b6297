using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>What happened to a tenant, with how it stood right after.</summary>
public abstract record TenantFact : Fact
{
    private protected TenantFact(Tenant tenant, Instant at)
        : base(tenant.Id, at) => (Id, DisplayName, Version) = (tenant.Id, tenant.Name, tenant.Version);

    public TenantId Id { get; }

    public string DisplayName { get; }

    public long Version { get; }

    public sealed override string Subject => Id.Value;

    public sealed override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("tenant_id", Id.Value);
        json.WriteString("name", DisplayName);
        json.WriteNumber("version", Version);
    }
}

public sealed record TenantCreated : TenantFact
{
    public TenantCreated(Tenant tenant, Instant at)
        : base(tenant, at) { }

    public override string Name => "tenant.created";
}

public sealed record TenantUpdated : TenantFact
{
    public TenantUpdated(Tenant tenant, Instant at)
        : base(tenant, at) { }

    public override string Name => "tenant.updated";
}
