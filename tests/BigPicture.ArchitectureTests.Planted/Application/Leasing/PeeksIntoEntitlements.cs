using BigPicture.Application.Entitlements;

namespace BigPicture.Application.Leasing;

public static class PeeksIntoEntitlements
{
    public static string Peek() => new EntitlementsSecret().Name;
}
