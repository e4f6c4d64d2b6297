using BigPicture.Application.Entitlements;

namespace BigPicture.Application.Leasing;

/// <summary>What an async method does lies in a type that the compiler made.</summary>
public static class PeeksWhileItWaits
{
    public static async Task<string> Peek()
    {
        await Task.Yield();
        return new EntitlementsSecret().Name;
    }
}
