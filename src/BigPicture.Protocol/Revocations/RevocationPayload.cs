using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;

namespace BigPicture.Protocol.Revocations;

/// <summary>Writes and strictly reads the payload of a revocation list: an unknown member is refused, since it might revoke something.</summary>
internal static class RevocationPayload
{
    private const int TextLengthMax = 128;

    public static byte[] ToUtf8(RevocationList list) =>
        new JsonText()
            .Member("typ", RevocationList.Type)
            .Member("iss", list.Issuer)
            .Member("tenant", list.Tenant)
            .Member("series", list.Series)
            .Member("epoch", list.Epoch)
            .Member("iat", list.IssuedAt)
            .Member("exp", list.ExpiresAt)
            .Member("leases", list.Leases)
            .Members("entitlements", list.Entitlements, (json, it) => json.Member("id", it.Id).Member("issued_before", it.IssuedBefore))
            .Member("keys", list.Keys)
            .End()
            .ToUtf8();

    public static RevocationListError TryRead(ReadOnlyMemory<byte> utf8, out RevocationList? list)
    {
        list = null;
        if (!StrictJson.TryReadObject(utf8.ToArray(), out var root))
            return RevocationListError.PayloadMalformed;
        var members = new StrictMembers(root);
        if (members.TextOrNull("typ") is not RevocationList.Type)
            return RevocationListError.TypeMismatch;

        var read = new RevocationList
        {
            Issuer = members.Text("iss"),
            Tenant = members.Text("tenant"),
            Series = members.Text("series"),
            Epoch = members.LongNumber("epoch", min: 0),
            IssuedAt = members.Time("iat"),
            ExpiresAt = members.Time("exp"),
            Leases = members.Texts("leases", RevocationList.LeasesMax),
            Entitlements = members.Objects("entitlements", RevocationList.EntitlementsMax, ReadEntitlement),
            Keys = members.Texts("keys", RevocationList.KeysMax),
        };
        if (!members.AreSound || !members.AreAllTaken || !IsSound(read))
            return RevocationListError.PayloadMalformed;
        list = read;
        return RevocationListError.None;
    }

    public static bool IsSound(RevocationList list) =>
        list.Epoch >= 0
        && list.IssuedAt <= list.ExpiresAt
        && IsText(list.Series)
        && list.Leases.Count <= RevocationList.LeasesMax
        && list.Leases.All(IsText)
        && list.Entitlements.Count <= RevocationList.EntitlementsMax
        && list.Entitlements.All(entitlement => IsText(entitlement.Id))
        && list.Keys.Count <= RevocationList.KeysMax
        && list.Keys.All(PaserkText.IsPublicId);

    private static bool IsText(string text) => text.Length is >= 1 and <= TextLengthMax;

    private static RevokedEntitlement ReadEntitlement(StrictMembers members) => new(members.Text("id"), members.Time("issued_before"));
}
