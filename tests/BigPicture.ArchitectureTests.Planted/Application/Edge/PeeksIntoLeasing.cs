using BigPicture.Application.Leasing;

namespace BigPicture.Application.Edge;

public sealed class PeeksIntoLeasing
{
    public LeasingSecret? Seen { get; init; }
}
