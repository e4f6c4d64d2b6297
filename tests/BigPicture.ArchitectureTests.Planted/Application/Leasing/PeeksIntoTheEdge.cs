using BigPicture.Application.Edge;

namespace BigPicture.Application.Leasing;

public sealed class PeeksIntoTheEdge
{
    public EdgeSecret? Seen { get; init; }
}
