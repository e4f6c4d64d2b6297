using BigPicture.Application.Leasing;

namespace BigPicture.Application.Telemetry;

public sealed class PeeksIntoLeasing
{
    public LeasingSecret? Seen { get; init; }
}
