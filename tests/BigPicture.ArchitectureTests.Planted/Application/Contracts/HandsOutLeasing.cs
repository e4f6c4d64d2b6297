using BigPicture.Application.Leasing;

namespace BigPicture.Application.Contracts;

public sealed class HandsOutLeasing
{
    public LeasingSecret? Seen { get; init; }
}
