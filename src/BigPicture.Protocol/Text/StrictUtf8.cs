using System.Text;

namespace BigPicture.Protocol.Text;

/// <summary>UTF-8 that fails on what has no spelling, where the framework's default would put a replacement character.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The text holds a lone surrogate.</exception>
    public static byte[] GetBytes(string text) => Encoding.GetBytes(text);

    public static bool IsValid(byte[] bytes)
    {
        try
        {
            Encoding.GetCharCount(bytes);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
