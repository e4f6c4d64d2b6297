using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Certificates;
using BigPicture.Tests.Protocol.Keys;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Revocations;

/// <param name="PadTo">The token is filled up with <c>A</c> to so many characters.</param>
/// <param name="Expect"><c>accepted</c>, or the error's name.</param>
/// <param name="Stale">Of an accepted one: whether it is past its end.</param>
internal sealed record ListCase(string Name, string Token, string At, int? PadTo, string Expect, bool? Stale);

/// <summary>The lists of <c>tests/vectors/revocation-lists</c>, as our code makes them.</summary>
internal static class RevocationCases
{
    public const string At = "2026-01-15T10:00:00Z";

    private static readonly ListTrust Sound = new();
    private static readonly RevocationList List = ListTrust.Sample;
    private static readonly string Good = Sound.Token(List);

    public static IEnumerable<ListCase> All => [.. Accepted, .. Refused, .. Malformed, .. Bits];

    private static IEnumerable<ListCase> Accepted =>
        [
            Good_("good", List),
            Good_("without entries", List with { Leases = [], Entitlements = [], Keys = [], Epoch = 0 }),
            Good_("a clock one minute behind", List with { IssuedAt = Samples.Now.AddSeconds(60) }),
            Good_("the greatest epoch that every reader of JSON can tell", List with { Epoch = (1L << 53) - 1 }),
            Good_(
                "limits that fit",
                List,
                Sound with
                {
                    Certificate = Sound.Certificate with { Tenants = ["acme"], Products = ["cad-pro"] },
                }
            ),
            Good_("one second before it is stale", List with { IssuedAt = Samples.Now.AddDays(-1), ExpiresAt = Samples.Now.AddSeconds(1) }),
            Good_("stale", List with { IssuedAt = Samples.Now.AddDays(-1), ExpiresAt = Samples.Now }) with
            {
                Stale = true,
            },
        ];

    private static IEnumerable<ListCase> Refused =>
        [
            Bad(RevocationListError.TooLong, "too long", "v4.public.") with
            {
                PadTo = RevocationList.LengthMax + 1,
            },
            Bad(RevocationListError.HeaderUnknown, "another version", Good.Replace("v4.public", "v3.public", StringComparison.Ordinal)),
            Bad(RevocationListError.Malformed, "padded", Good + "="),
            Bad(RevocationListError.FooterMalformed, "no footer", Good[..Good.LastIndexOf('.')]),
            Bad(
                RevocationListError.RootUnknown,
                "another root",
                Under(Sound.Certificate.Sign(Trust.DelegateKey), Sound.Trust.Delegate.Sign(Trust.Stranger))
            ),
            Bad(RevocationListError.KeyIdMismatch, "kid of another key", Under(Sound.Trust.Chain[0], Sound.Trust.Chain[1])),
            Bad(
                RevocationListError.CertificateNotAllowed,
                "a use that the delegate may not certify",
                Under(Sound.Certificate.Sign(Trust.DelegateKey), new Trust().Delegate.Sign(Trust.Root))
            ),
            Bad(
                RevocationListError.KeyUseMismatch,
                "a lease key",
                (Sound with { Certificate = Trust.Certificate(Trust.RevocationKey, KeyUse.Lease) }).Token(List)
            ),
            Bad(RevocationListError.KeyUseMismatch, "a lease", Sound.Trust.Token(Samples.Claims)),
            Bad(
                RevocationListError.SignatureInvalid,
                "an entry taken out",
                Samples.WithPayload(Good, RevocationPayload.ToUtf8(List with { Leases = [] }))
            ),
            Bad(RevocationListError.SignatureInvalid, "S plus L", WithSPlusL()),
            Bad(RevocationListError.PayloadMalformed, "no JSON", Sound.Token("none")),
            Bad(
                RevocationListError.TypeMismatch,
                "a bundle",
                Sound.Token(Text().Replace("bp-revocations", "bp-bundle", StringComparison.Ordinal))
            ),
            Bad(RevocationListError.IssuerMismatch, "another issuer", Sound.Token(List with { Issuer = "https://other.example.com" })),
            Bad(RevocationListError.TenantMismatch, "another tenant", Sound.Token(List with { Tenant = "beta" })),
            Bad(
                RevocationListError.IssuedInFuture,
                "a clock 61 seconds behind",
                Sound.Token(List with { IssuedAt = Samples.Now.AddSeconds(61) })
            ),
            Bad(RevocationListError.TenantNotCertified, "another tenant's key", Certified(c => c with { Tenants = ["beta"] })),
            Bad(RevocationListError.ProductNotCertified, "another product's key", Certified(c => c with { Products = ["office"] })),
            Bad(
                RevocationListError.IssuedOutsideCertificate,
                "issued before its key's certificate begins",
                Certified(c => c with { NotBefore = Samples.Now.AddSeconds(1), IssuedAt = Samples.Now.AddSeconds(1) })
            ),
            Bad(
                RevocationListError.OutlivesCertificate,
                "outlives its key",
                Certified(c => c with { ExpiresAt = List.ExpiresAt.AddSeconds(-1) })
            ),
        ];

    private static IEnumerable<ListCase> Malformed =>
        [
            Damaged("a member twice", "\"epoch\":17", "\"epoch\":17,\"epoch\":17"),
            Damaged("an unknown member", "\"epoch\":17", "\"epoch\":17,\"later\":[]"),
            Damaged("a member that is missing", "\"epoch\":17,", ""),
            Damaged("an epoch below zero", "\"epoch\":17", "\"epoch\":-1"),
            Damaged("an epoch with a fraction", "\"epoch\":17", "\"epoch\":17.0"),
            Damaged("an epoch as text", "\"epoch\":17", "\"epoch\":\"17\""),
            Damaged("no series", "\"series\":\"series-1\"", "\"series\":\"\""),
            Damaged("an end before the beginning", "\"exp\":\"2026-01-16", "\"exp\":\"2026-01-14"),
            Damaged("a lease that is no text", "\"leases\":[\"", "\"leases\":[1,\""),
            Damaged("a lease of no name", "\"leases\":[\"", "\"leases\":[\"\",\""),
            Damaged("an entitlement that is no object", "\"entitlements\":[{", "\"entitlements\":[1,{"),
            Damaged("an entitlement with an unknown member", "\"entitlements\":[{", "\"entitlements\":[{\"later\":1,"),
            Damaged("an entitlement without a time", "\"issued_before\":\"2026-01-15T09:59:55Z\"", "\"issued_before\":null"),
            Damaged("a key instead of its id", "\"keys\":[\"k4.pid", "\"keys\":[\"k4.public"),
        ];

    private static IEnumerable<ListCase> Bits
    {
        get
        {
            var parts = Good.Split('.');
            Base64Url.TryDecode(parts[2], out var bytes);
            for (var bit = 1; bit < bytes!.Length * 8; bit += 211)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                yield return Bad(
                    RevocationListError.SignatureInvalid,
                    $"bit {bit} of the payload and signature turned",
                    $"v4.public.{Base64Url.Encode(bytes)}.{parts[3]}"
                );
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private static ListCase Good_(string name, RevocationList list, ListTrust? trust = null) =>
        new(name, (trust ?? Sound).Token(list), At, null, "accepted", false);

    private static ListCase Bad(RevocationListError error, string name, string token) => new(name, token, At, null, error.ToString(), null);

    private static ListCase Damaged(string name, string sound, string damaged)
    {
        var text = Text();
        if (!text.Contains(sound, StringComparison.Ordinal))
            throw new InvalidOperationException(name);
        return Bad(RevocationListError.PayloadMalformed, name, Sound.Token(text.Replace(sound, damaged, StringComparison.Ordinal)));
    }

    private static string Text() => Encoding.UTF8.GetString(RevocationPayload.ToUtf8(List));

    private static string Certified(Func<KeyCertificate, KeyCertificate> change) =>
        (Sound with { Certificate = change(Sound.Certificate) }).Token(List);

    private static string Under(params string[] chain) =>
        PublicToken.Sign(
            Trust.RevocationKey,
            RevocationPayload.ToUtf8(List),
            LeaseTokenFooter.Create(Trust.RevocationKey.PublicKey, chain).Utf8
        );

    private static string WithSPlusL()
    {
        var parts = Good.Split('.');
        Base64Url.TryDecode(parts[2], out var body);
        var s = body.AsSpan(body!.Length - 32);
        EdwardsPoint.Bytes(EdwardsPoint.Number(s) + EdwardsPoint.Order).CopyTo(s);
        return $"v4.public.{Base64Url.Encode(body)}.{parts[3]}";
    }
}
