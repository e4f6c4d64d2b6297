using System.Text.Json;

namespace BigPicture.Domain.Shared;

/// <summary>A person or a machine was taken out of what is kept. Told in the audit trail alone, and without the name.</summary>
/// <param name="Replacement">What stands in the name's place.</param>
public sealed record SubjectErased(TenantId Tenant, string Replacement, int Leases, int Events, Instant At) : Fact(Tenant, At)
{
    public override string Name => "subject.erased";

    public override bool IsEvent => false;

    public override string Subject => Replacement;

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteNumber("leases", Leases);
        json.WriteNumber("events", Events);
    }
}
