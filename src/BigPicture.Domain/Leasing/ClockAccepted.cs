using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>The operator said that the system clock is right, whatever the server believed before.</summary>
/// <param name="DriftSeconds">Seconds by which it is ahead of (or, negative, behind) what was believed.</param>
public sealed record ClockAccepted(long DriftSeconds, Instant At) : Fact(TenantId.Vendor, At)
{
    public override string Name => "server.clock_stepped";

    public override string? Act => "clock.accepted";

    public override string Subject => "clock";

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("state", "accepted");
        json.WriteNumber("drift_seconds", DriftSeconds);
    }
}
