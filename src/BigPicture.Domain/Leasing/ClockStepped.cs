using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>The server's clock jumped, or is right again.</summary>
public sealed record ClockStepped(ClockState State, long DriftSeconds, Instant At) : Fact(TenantId.Vendor, At)
{
    public override string Name => "server.clock_stepped";

    public override string? Act => null;

    public override string Subject => "clock";

    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(State.ToString()));
        json.WriteNumber("drift_seconds", DriftSeconds);
    }
}
