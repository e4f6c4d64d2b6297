using System.Text;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Certificates;

/// <summary>Lease tokens that are spelled otherwise, say something else than they may, or were changed on the way.</summary>
internal static class DamageCases
{
    private const string At = "2026-01-15T10:00:00Z";

    private static readonly Trust Sound = new();
    private static readonly string Good = Sound.Token(Samples.Claims);

    public static IEnumerable<LeaseTokenCase> All => [.. Spelled, .. Said, .. Signatures, .. Bits];

    private static IEnumerable<LeaseTokenCase> Spelled =>
        [
            Refused(LeaseTokenError.HeaderUnknown, "nothing", ""),
            Refused(
                LeaseTokenError.HeaderUnknown,
                "a header in capitals",
                Good.Replace("v4.public", "V4.public", StringComparison.Ordinal)
            ),
            Refused(LeaseTokenError.HeaderUnknown, "white space before it", " " + Good),
            Refused(LeaseTokenError.HeaderUnknown, "a JWT", "eyJhbGciOiJFZERTQSJ9." + Good),
            Refused(LeaseTokenError.Malformed, "a footer of nothing", Good[..(Good.LastIndexOf('.') + 1)]),
            Refused(LeaseTokenError.Malformed, "a part too many", Good + ".AAAA"),
            Refused(LeaseTokenError.Malformed, "a payload that is padded", Good.Insert(Good.LastIndexOf('.'), "=")),
            Refused(LeaseTokenError.Malformed, "the other alphabet of base64", Good.Replace('_', '/')),
            Refused(LeaseTokenError.Malformed, "unused bits that are set", WithUnusedBits()),
            Refused(LeaseTokenError.Malformed, "less than a signature", "v4.public." + new string('A', 84) + Good[Good.LastIndexOf('.')..]),
            Refused(
                LeaseTokenError.SignatureInvalid,
                "a signature of nothing",
                "v4.public." + new string('A', 86) + Good[Good.LastIndexOf('.')..]
            ),
        ];

    private static IEnumerable<LeaseTokenCase> Said =>
        [
            Refused(
                LeaseTokenError.NotYetValid,
                "not valid yet",
                Sound.Token(Samples.Claims with { NotBefore = Samples.Now.AddSeconds(61) })
            ),
            Malformed("a member twice under an escape", "\"v\":1", "\"v\":1,\"\\u0076\":1"),
            Malformed("half a pair of surrogates", "user:alice", "user:\\ud83d"),
            Malformed("a member that is null", "\"generation\":1", "\"generation\":1,\"session\":null"),
            Malformed("an unknown member outside of bp", "\"aud\"", "\"later\":1,\"aud\""),
            Malformed("a number with a fraction", "\"generation\":1", "\"generation\":1.0"),
            Malformed("a number as text", "\"generation\":1", "\"generation\":\"1\""),
            Malformed("a generation of none", "\"generation\":1", "\"generation\":0"),
            Malformed("a flag that is false", "\"generation\":1", "\"generation\":1,\"overdraft\":false"),
            Malformed("a time with a fraction", "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-01-15T11:00:00.0Z\""),
            Malformed("a time of another zone", "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-01-15T11:00:00+00:00\""),
            Malformed("a day that does not exist", "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-02-29T11:00:00Z\""),
            Malformed("an end before the beginning", "\"exp\":\"2026-01-15T11:00:00Z\"", "\"exp\":\"2026-01-15T09:59:59Z\""),
            Malformed("grace before the end", "\"generation\":1", "\"generation\":1,\"grace_until\":\"2026-01-15T10:59:59Z\""),
            Malformed("a subject of no kind", "user:alice", "alice"),
            Malformed("a subject without an id", "user:alice", "user:"),
            Malformed("another binding", "\"generation\":1", "\"generation\":1,\"bind\":\"disk\""),
            Malformed("nested too deep", "\"generation\":1", "\"generation\":1,\"later\":[[[[[[[1]]]]]]]"),
            Malformed("a comma too many", "\"v\":1", "\"v\":1,"),
            Malformed("a version as text", "\"v\":1", "\"v\":\"1\""),
            Refused(LeaseTokenError.PayloadMalformed, "a mark of byte order", Sound.Token("\ufeff" + Text())),
            Refused(LeaseTokenError.PayloadMalformed, "a list instead of an object", Sound.Token("[]")),
            Refused(LeaseTokenError.TypeMismatch, "an object of nothing", Sound.Token("{}")),
        ];

    private static IEnumerable<LeaseTokenCase> Signatures =>
        [
            Refused(LeaseTokenError.SignatureInvalid, "S plus L", WithSPlusL()),
            Refused(LeaseTokenError.SignatureInvalid, "R of small order", Torsion(EdwardsPoint.Neutral, withoutNonce: true)),
            Refused(LeaseTokenError.SignatureInvalid, "R of order 8", Torsion(EdwardsPoint.Torsion8, withoutNonce: true)),
            new("torsion of order 8 in R", Torsion(EdwardsPoint.Torsion8), At, null, Either),
            new("torsion of order 4 in R", Torsion(2 * EdwardsPoint.Torsion8), At, null, Either),
            new("torsion of order 2 in R", Torsion(4 * EdwardsPoint.Torsion8), At, null, Either),
        ];

    /// <summary>A verifier may answer <c>valid</c> or <c>SignatureInvalid</c>.</summary>
    public const string Either = "either";

    /// <summary>Every so many bits of what is signed, signature and footer. The verdict is ours; the verifier from the document must agree.</summary>
    private static IEnumerable<LeaseTokenCase> Bits
    {
        get
        {
            var parts = Good.Split('.');
            for (var part = 2; part <= 3; part++)
            {
                Base64Url.TryDecode(parts[part], out var bytes);
                for (var bit = part; bit < bytes!.Length * 8; bit += 211)
                {
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    var token = string.Join('.', parts.Select((text, i) => i == part ? Base64Url.Encode(bytes) : text));
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    var verdict = Sound.Verifier.Verify(token, Samples.Now);
                    if (verdict.IsAccepted)
                        throw new InvalidOperationException($"Bit {bit} of part {part} is not signed.");
                    yield return Refused(
                        verdict.Error,
                        $"bit {bit} of the {(part == 2 ? "payload and signature" : "footer")} turned",
                        token
                    );
                }
            }
        }
    }

    private static LeaseTokenCase Refused(LeaseTokenError error, string name, string token) => new(name, token, At, null, error.ToString());

    private static LeaseTokenCase Malformed(string name, string sound, string damaged)
    {
        var text = Text();
        if (!text.Contains(sound, StringComparison.Ordinal))
            throw new InvalidOperationException(name);
        return Refused(LeaseTokenError.PayloadMalformed, name, Sound.Token(text.Replace(sound, damaged, StringComparison.Ordinal)));
    }

    private static string Text() => Encoding.UTF8.GetString(Samples.Claims.ToUtf8());

    private static string Torsion(EdwardsPoint torsion, bool withoutNonce = false) =>
        LeaseToken.Sign(new TorsionSigner([.. Enumerable.Repeat((byte)3, 32)], torsion, withoutNonce), Samples.Claims, Sound.Footer);

    private static string WithSPlusL()
    {
        var parts = Good.Split('.');
        Base64Url.TryDecode(parts[2], out var body);
        var s = body.AsSpan(body!.Length - 32);
        EdwardsPoint.Bytes(EdwardsPoint.Number(s) + EdwardsPoint.Order).CopyTo(s);
        return $"v4.public.{Base64Url.Encode(body)}.{parts[3]}";
    }

    /// <summary>The last character of a part whose length leaves some of its bits unused, with one of them set.</summary>
    private static string WithUnusedBits()
    {
        for (var session = "s"; ; session += "s")
        {
            var token = Sound.Token(Samples.Claims with { Session = session });
            var body = token.Split('.')[2];
            if (body.Length % 4 is not 2)
                continue;
            const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            var last = alphabet[alphabet.IndexOf(body[^1], StringComparison.Ordinal) + 1];
            return token.Replace(body, body[..^1] + last, StringComparison.Ordinal);
        }
    }
}
