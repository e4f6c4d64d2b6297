using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;

namespace BigPicture.Protocol.Tokens;

/// <summary>
/// PASETO <c>v4.public</c>: the envelope, whatever it holds. Reading takes it apart and proves nothing; only <see cref="VerifiesWith"/> does.
/// </summary>
public sealed class PublicToken
{
    /// <summary>The one header that is read; v1–v3 and <c>local</c> tokens are other formats.</summary>
    public const string Header = "v4.public.";

    /// <summary>Characters of the longest token that is read; revocation lists may be longer.</summary>
    public const int LengthMax = 16 * 1024;

    private PublicToken(byte[] payload, byte[] signature, byte[] footer, string footerText)
    {
        Payload = payload;
        Signature = signature;
        Footer = footer;
        FooterText = footerText;
    }

    /// <summary>The signed bytes, JSON by convention. Trust them only after <see cref="VerifiesWith"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The signature, 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The footer; empty when there is none. It is signed too.</summary>
    public ReadOnlyMemory<byte> Footer { get; }

    /// <summary>The footer as it stands in the token. Its spelling is canonical, so equal text means equal footers.</summary>
    internal string FooterText { get; }

    private static ReadOnlySpan<byte> HeaderBytes => "v4.public."u8;

    /// <summary>Makes a token (PASETO version 4, "Sign").</summary>
    /// <param name="signer">Holds the private key.</param>
    /// <param name="payload">The bytes to sign, readable by all.</param>
    /// <param name="footer">Signed and readable by all; empty for none.</param>
    /// <param name="assertion">The implicit assertion: signed, but not in the token. Whoever verifies must know it.</param>
    public static string Sign(
        ITokenSigner signer,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> footer = default,
        ReadOnlySpan<byte> assertion = default
    )
    {
        var body = ArrayPool<byte>.Shared.Rent(payload.Length + Ed25519Rules.SignatureLength);
        payload.CopyTo(body);
        SignInto(body.AsSpan(payload.Length, Ed25519Rules.SignatureLength), signer, payload, footer, assertion);
        var token = Write(body.AsSpan(0, payload.Length + Ed25519Rules.SignatureLength), footer);
        ArrayPool<byte>.Shared.Return(body);
        return token;
    }

    private static void SignInto(
        Span<byte> signature,
        ITokenSigner signer,
        ReadOnlySpan<byte> payload,
        ReadOnlySpan<byte> footer,
        ReadOnlySpan<byte> assertion
    )
    {
        var length = PreAuthentication.EncodedLength(HeaderBytes, payload, footer, assertion);
        var signed = ArrayPool<byte>.Shared.Rent(length);
        PreAuthentication.Encode(signed, HeaderBytes, payload, footer, assertion);
        signer.Sign(signed.AsSpan(0, length), signature);
        ArrayPool<byte>.Shared.Return(signed);
    }

    private static string Write(ReadOnlySpan<byte> body, ReadOnlySpan<byte> footer)
    {
        var dot = Header.Length + Base64Url.EncodedLength(body.Length);
        var length = footer.IsEmpty ? dot : dot + 1 + Base64Url.EncodedLength(footer.Length);
        var text = ArrayPool<char>.Shared.Rent(length);
        Header.AsSpan().CopyTo(text);
        Base64Url.Encode(body, text.AsSpan(Header.Length));
        if (!footer.IsEmpty)
        {
            text[dot] = '.';
            Base64Url.Encode(footer, text.AsSpan(dot + 1));
        }
        var token = new string(text, 0, length);
        ArrayPool<char>.Shared.Return(text);
        return token;
    }

    /// <summary>Takes a token apart. Nothing is verified.</summary>
    /// <param name="text">The token; more than <see cref="LengthMax"/> characters are refused before anything is decoded.</param>
    /// <param name="token">The parts.</param>
    /// <param name="error"><see cref="LeaseTokenError.TooLong"/>, <see cref="LeaseTokenError.HeaderUnknown"/> or <see cref="LeaseTokenError.Malformed"/>.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out PublicToken? token, out LeaseTokenError error) =>
        TryRead(text, LengthMax, out token, out error);

    internal static bool TryRead(string? text, int lengthMax, [NotNullWhen(true)] out PublicToken? token, out LeaseTokenError error)
    {
        token = null;
        error = LeaseTokenError.TooLong;
        if (text is not null && text.Length > lengthMax)
            return false;
        error = LeaseTokenError.HeaderUnknown;
        if (text is null || !text.StartsWith(Header, StringComparison.Ordinal))
            return false;

        error = LeaseTokenError.Malformed;
        var dot = text.IndexOf('.', Header.Length);
        var bodyEnd = dot < 0 ? text.Length : dot;
        var footerText = dot < 0 ? "" : text.Substring(dot + 1);
        if (dot >= 0 && footerText.Length == 0)
            return false;
        if (!Base64Url.TryDecode(text.AsSpan(Header.Length, bodyEnd - Header.Length), out var body))
            return false;
        if (body.Length < Ed25519Rules.SignatureLength || !Base64Url.TryDecode(footerText.AsSpan(), out var footer))
            return false;

        var payloadLength = body.Length - Ed25519Rules.SignatureLength;
        token = new PublicToken(body.AsSpan(0, payloadLength).ToArray(), body.AsSpan(payloadLength).ToArray(), footer, footerText);
        error = LeaseTokenError.None;
        return true;
    }

    /// <summary>Whether the key's owner signed payload, footer and this implicit assertion (PASETO version 4, "Verify").</summary>
    public bool VerifiesWith(VerifyingKey key, ReadOnlySpan<byte> assertion = default)
    {
        return key.Verifies(SignedBytes(assertion), Signature.ToArray());
    }

    /// <summary>The bytes that the signature covers, for a verifier with another Ed25519 library.</summary>
    public byte[] SignedBytes(ReadOnlySpan<byte> assertion = default) =>
        PreAuthentication.Encode(HeaderBytes, Payload.Span, Footer.Span, assertion);
}
