namespace BigPicture.Application.Entitlements;

public sealed class EntitlementsSecret
{
    public string Name { get; init; } = "entitlements";
}
