using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Leasing;

/// <summary>What happened to a lease. Each carries the lease as it stood afterwards.</summary>
public abstract record LeaseFact(Lease Lease, Instant At) : Fact(Lease.Tenant, At)
{
    public override string Subject => Lease.Id.ToString();

    public override string? Act => null;

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("lease_id", Lease.Id.ToString());
        json.WriteString("entitlement_id", Lease.Entitlement.ToString());
        json.WriteString("product_id", Lease.Product.Value);
        json.WriteString("license_type", Lease.LicenseType);
        json.WriteString("subject_type", Lease.SubjectKind == SubjectKind.User ? "user" : "machine");
        json.WriteString("subject_id", Lease.SubjectId);
        if (Lease.MachineId is not null)
            json.WriteString("machine_id", Lease.MachineId);
        if (Lease.SessionId is not null)
            json.WriteString("session_id", Lease.SessionId);
        json.WriteStartArray("features");
        foreach (var feature in Lease.Features)
            json.WriteStringValue(feature);
        json.WriteEndArray();
        json.WriteNumber("generation", Lease.Generation);
        json.WriteString("issued_at", Lease.IssuedAt.ToString());
        json.WriteString("expires_at", Lease.ExpiresAt.ToString());
        if (Lease.GraceUntil is { } grace)
            json.WriteString("grace_until", grace.ToString());
        if (Lease.Overdraft)
            json.WriteBoolean("overdraft", true);
        if (Lease.EndReason is not null)
            json.WriteString("reason", Lease.EndReason);
    }
}

public sealed record LeaseIssued(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.issued";
}

public sealed record LeaseRenewed(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.renewed";
}

public sealed record LeaseTakenOver(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.taken_over";
}

public sealed record LeaseReleased(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.released";
}

public sealed record LeaseRevoked(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.revoked";

    public override string? Act => Name;
}

public sealed record LeaseExpired(Lease Lease, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "license.expired";
}
