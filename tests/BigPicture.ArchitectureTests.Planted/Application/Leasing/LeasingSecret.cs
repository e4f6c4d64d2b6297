namespace BigPicture.Application.Leasing;

public sealed class LeasingSecret
{
    public string Name { get; init; } = "leasing";
}
