using NSec.Cryptography;

namespace BigPicture.Application.Leasing;

public static class SignsByItself
{
    public static byte[] Sign(Key key, byte[] text) => SignatureAlgorithm.Ed25519.Sign(key, text);
}
