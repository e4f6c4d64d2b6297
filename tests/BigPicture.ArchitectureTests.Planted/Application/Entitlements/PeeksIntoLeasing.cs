namespace BigPicture.Application.Entitlements;

public sealed class PeeksIntoLeasing
{
    public Leasing.LeasingSecret? Seen { get; init; }
}
