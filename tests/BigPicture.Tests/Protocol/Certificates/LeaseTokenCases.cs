using System.Text;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Tokens;

namespace BigPicture.Tests.Protocol.Certificates;

/// <param name="Expect"><c>valid</c>, <c>valid_in_grace</c>, or the error's name.</param>
internal sealed record LeaseTokenCase(string Name, string Token, string At, string? MachineId, string Expect);

/// <summary>The tokens of <c>tests/vectors/lease-tokens</c>, as our code makes them.</summary>
internal static class LeaseTokenCases
{
    private static readonly Trust Sound = new();
    private static readonly LeaseTokenClaims Lease = Samples.Claims;
    private static readonly LeaseTokenClaims InGrace = Lease with { GraceUntil = Lease.ExpiresAt.AddHours(1) };
    private static readonly LeaseTokenClaims Bound = Lease with { BindMachine = true, Subject = LeaseSubject.Machine("m-1", bound: true) };
    private static readonly string Good = Sound.Token(Lease);

    /// <summary>Everything that stands in the file.</summary>
    public static IEnumerable<LeaseTokenCase> Whole => [.. All, .. CertificateCases.All, .. DamageCases.All];

    public static IEnumerable<LeaseTokenCase> All =>
        [
            Valid("good", Good),
            Valid(
                "good, in every member",
                Sound.Token(InGrace with { Session = "s-1", UsageSignals = true, Overdraft = true, Generation = 7 })
            ),
            Valid("text outside ASCII", Sound.Token(Lease with { Subject = LeaseSubject.User("Zoë 😀 \"\\\u2028") })),
            Valid("certified by the root itself", Sign(Lease, Sound.Lease.Sign(Trust.Root))),
            Valid(
                "unknown member of bp",
                Sound.Token(Text(Lease).Replace("\"generation\":1", "\"generation\":1,\"later\":[1]", StringComparison.Ordinal))
            ),
            Valid("limits that fit", Limited(Sound.Lease with { Tenants = ["acme"], Products = ["cad-pro"], MaxLeaseSeconds = 3600 })),
            Valid("bound, on its machine", Sound.Token(Bound, "m-1")) with
            {
                MachineId = "m-1",
            },
            Valid("one second before the end", Good) with
            {
                At = "2026-01-15T10:59:59Z",
            },
            Valid("a clock one minute behind", Good) with
            {
                At = "2026-01-15T09:59:00Z",
            },
            new("at the end, in grace", Sound.Token(InGrace), "2026-01-15T11:00:00Z", null, "valid_in_grace"),
            new("one second before the end of grace", Sound.Token(InGrace), "2026-01-15T11:59:59Z", null, "valid_in_grace"),
            Refused(LeaseTokenError.Expired, "at the end", Good) with
            {
                At = "2026-01-15T11:00:00Z",
            },
            Refused(LeaseTokenError.Expired, "at the end of grace", Sound.Token(InGrace)) with
            {
                At = "2026-01-15T12:00:00Z",
            },
            Refused(LeaseTokenError.IssuedInFuture, "a clock 61 seconds behind", Good) with
            {
                At = "2026-01-15T09:58:59Z",
            },
            Refused(LeaseTokenError.TooLong, "too long", Good + new string('A', PublicToken.LengthMax)),
            Refused(LeaseTokenError.HeaderUnknown, "another version", Good.Replace("v4.public", "v3.public", StringComparison.Ordinal)),
            Refused(LeaseTokenError.HeaderUnknown, "a local token", Good.Replace("v4.public", "v4.local", StringComparison.Ordinal)),
            Refused(LeaseTokenError.Malformed, "padded", Good + "="),
            Refused(LeaseTokenError.Malformed, "a line end after it", Good + "\n"),
            Refused(LeaseTokenError.FooterMalformed, "no footer", Good[..Good.LastIndexOf('.')]),
            Refused(LeaseTokenError.KeyIdMismatch, "kid of another key", StrangersToken()),
            Refused(LeaseTokenError.RootUnknown, "another root", (Sound with { DelegateParent = Trust.Stranger }).Token(Lease)),
            Refused(LeaseTokenError.CertificateNotAllowed, "certified by a lease key", Sign(Lease, ByLeaseKey(), LeaseKeyAsParent())),
            Refused(LeaseTokenError.KeyUseMismatch, "a report key", Limited(Sound.Lease with { Use = KeyUse.Report })),
            Refused(LeaseTokenError.SignatureInvalid, "one bit turned", Samples.WithClaims(Good, Lease with { Generation = 3 })),
            Refused(LeaseTokenError.SignatureInvalid, "binding taken out", Samples.WithClaims(Sound.Token(Bound, "m-1"), Lease)),
            Refused(LeaseTokenError.MachineIdMissing, "bound, no machine", Sound.Token(Bound, "m-1")),
            Refused(LeaseTokenError.MachineMismatch, "bound, another machine", Sound.Token(Bound, "m-1")) with
            {
                MachineId = "m-2",
            },
            Refused(
                LeaseTokenError.TypeMismatch,
                "a bundle",
                Sound.Token(Text(Lease).Replace("bp-lease", "bp-bundle", StringComparison.Ordinal))
            ),
            Refused(LeaseTokenError.IssuerMismatch, "another issuer", Sound.Token(Lease with { Issuer = "https://other.example.com" })),
            Refused(LeaseTokenError.AudienceMismatch, "another product", Sound.Token(Lease with { Audience = "office" })),
            Refused(
                LeaseTokenError.VersionUnsupported,
                "a later version",
                Sound.Token(Text(Lease).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal))
            ),
            Refused(
                LeaseTokenError.PayloadMalformed,
                "a member twice",
                Sound.Token(Text(Lease).Replace("\"v\":1", "\"v\":1,\"v\":1", StringComparison.Ordinal))
            ),
            Refused(LeaseTokenError.TenantNotCertified, "another tenant's key", Limited(Sound.Lease with { Tenants = ["beta"] })),
            Refused(LeaseTokenError.ProductNotCertified, "another product's key", Limited(Sound.Lease with { Products = ["office"] })),
            Refused(
                LeaseTokenError.OutlivesCertificate,
                "outlives its key",
                Limited(Sound.Lease with { ExpiresAt = Lease.ExpiresAt.AddSeconds(-1) })
            ),
            Refused(LeaseTokenError.LeaseTooLong, "longer than its key may", Limited(Sound.Lease with { MaxLeaseSeconds = 3599 })),
        ];

    private static LeaseTokenCase Valid(string name, string token) => new(name, token, "2026-01-15T10:00:00Z", null, "valid");

    private static LeaseTokenCase Refused(LeaseTokenError error, string name, string token) =>
        new(name, token, "2026-01-15T10:00:00Z", null, error.ToString());

    private static string Text(LeaseTokenClaims claims) => Encoding.UTF8.GetString(claims.ToUtf8());

    private static string Limited(KeyCertificate lease) => (Sound with { Lease = lease }).Token(Lease);

    private static string Sign(LeaseTokenClaims claims, params string[] chain) =>
        LeaseToken.Sign(Trust.LeaseKey, claims, LeaseTokenFooter.Create(Trust.LeaseKey.PublicKey, chain));

    private static string StrangersToken() =>
        LeaseToken.Sign(Trust.Stranger, Lease, LeaseTokenFooter.Create(Trust.Stranger.PublicKey, Sound.Chain));

    private static string ByLeaseKey() => Sound.Lease.Sign(Trust.DelegateKey);

    private static string LeaseKeyAsParent() => Trust.Certificate(Trust.DelegateKey, KeyUse.Lease).Sign(Trust.Root);
}
