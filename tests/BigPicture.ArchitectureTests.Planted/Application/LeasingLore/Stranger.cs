using BigPicture.Application.Entitlements;

namespace BigPicture.Application.LeasingLore;

/// <summary>Lies beside the module, not in it.</summary>
public sealed class Stranger
{
    public EntitlementsSecret? Seen { get; init; }
}
