using System.Security.Cryptography;
using System.Text;
using BigPicture.Protocol.Text;

namespace BigPicture.Client.State;

internal static class Hashing
{
    /// <summary>SHA-256 of a text, as 43 characters of base64url.</summary>
    public static string Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
#if NET
        return Base64Url.Encode(SHA256.HashData(bytes));
#else
        using var hash = SHA256.Create();
        return Base64Url.Encode(hash.ComputeHash(bytes));
#endif
    }

    /// <summary>128 bits of chance as text.</summary>
    public static string Lot()
    {
        var bytes = new byte[16];
        using var chance = RandomNumberGenerator.Create();
        chance.GetBytes(bytes);
        return Base64Url.Encode(bytes);
    }
}
