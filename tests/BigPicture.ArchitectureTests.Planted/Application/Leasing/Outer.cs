using BigPicture.Application.Entitlements;

namespace BigPicture.Application.Leasing;

/// <summary>A nested type has no namespace in metadata.</summary>
public static class Outer
{
    public sealed class PeeksFromWithin
    {
        public EntitlementsSecret? Seen { get; init; }
    }
}
