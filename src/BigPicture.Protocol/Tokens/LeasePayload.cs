using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using BigPicture.Protocol.Text;

namespace BigPicture.Protocol.Tokens;

/// <summary>
/// Reads a lease's payload in two steps: first the members that tell what it is, whoever wrote it; then, once its version is known,
/// all the rest, strictly. A payload of a later version may look otherwise and must still be named as such.
/// </summary>
internal sealed class LeasePayload
{
    public const string BoundToMachine = "machine";

    private const int FeatureCountMax = 2048;

    private readonly JsonElement root;

    private LeasePayload(JsonElement root) => this.root = root;

    public string? Type => TextOf(root, "typ");

    public string? Issuer => TextOf(root, "iss");

    public string? Audience => TextOf(root, "aud");

    public int? Version =>
        Own is { } own && own.TryGetProperty("v", out var v) && v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var n) ? n : null;

    /// <summary>Decides which implicit assertion the signature covers, so it is asked before the signature is checked: a wrong answer fails there.</summary>
    public bool IsBoundToMachine => Own is { } own && TextOf(own, "bind") == BoundToMachine;

    private JsonElement? Own => root.TryGetProperty("bp", out var own) && own.ValueKind == JsonValueKind.Object ? own : null;

    public static LeasePayload? Open(ReadOnlyMemory<byte> utf8) =>
        StrictJson.TryReadObject(utf8.ToArray(), out var root) ? new LeasePayload(root) : null;

    /// <summary>All members of version 1; unknown ones are refused but in <c>bp</c>, where they are ignored.</summary>
    public bool TryReadClaims([NotNullWhen(true)] out LeaseTokenClaims? claims)
    {
        var outer = new StrictMembers(root);
        var own = outer.Members("bp");
        var bind = own.TextOrNull("bind");
        claims = new LeaseTokenClaims
        {
            Issuer = outer.Text("iss"),
            Subject = outer.Text("sub"),
            Audience = outer.Text("aud"),
            LeaseId = outer.Text("jti"),
            IssuedAt = outer.Time("iat"),
            NotBefore = outer.Time("nbf"),
            ExpiresAt = outer.Time("exp"),
            Tenant = own.Text("tenant"),
            Entitlement = own.Text("entitlement"),
            LicenseType = own.Text("type"),
            Features = own.Texts("features", FeatureCountMax),
            Generation = own.Number("generation", min: 1),
            RenewAfter = own.Time("renew_after"),
            GraceUntil = own.TimeOrNull("grace_until"),
            Session = own.TextOrNull("session"),
            BindMachine = bind is not null,
            UsageSignals = own.Flag("usage_signals"),
            Overdraft = own.Flag("overdraft"),
        };
        var isLease = outer.Text("typ") == LeaseTokenClaims.Type && own.Number("v", min: 1) == LeaseTokenClaims.Version;
        var isSound = outer.AreSound && own.AreSound && outer.AreAllTaken && bind is null or BoundToMachine;
        if (isLease && isSound && LeaseSubject.IsWellFormed(claims.Subject) && HasItsOrder(claims))
            return true;
        claims = null;
        return false;
    }

    private static bool HasItsOrder(LeaseTokenClaims claims) =>
        claims.IssuedAt <= claims.ExpiresAt
        && claims.NotBefore <= claims.ExpiresAt
        && (claims.GraceUntil is not { } grace || grace >= claims.ExpiresAt);

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
