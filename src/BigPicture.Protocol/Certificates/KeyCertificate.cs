using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>What a <c>bp-key</c> certificate says: this key may sign this, for these, within these dates; section 5 of the protocol.</summary>
public sealed record KeyCertificate
{
    /// <summary>The value of <c>typ</c>.</summary>
    public const string Type = "bp-key";

    /// <summary>The most tenants, or products, that one certificate names.</summary>
    public const int NamesMax = 16;

    /// <summary>The most bytes that <c>tenants</c> and <c>products</c> take together, as JSON.</summary>
    public const int NamesBytesMax = 1024;

    private const int SeriesLengthMax = 128;

    /// <summary>The key that is certified.</summary>
    public required VerifyingKey Key { get; init; }

    /// <summary>One of <see cref="KeyUse"/>.</summary>
    public required string Use { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The first moment of its dates; a day back, so that a fresh server is not too young for a slow client.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The last moment of its dates, inclusive: what the key signs may end here, not after.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Which life of the server's data this key belongs to; 1–128 characters.</summary>
    public required string Series { get; init; }

    /// <summary>The local server that the key belongs to; below a delegate that names one, the same.</summary>
    public string? Server { get; init; }

    /// <summary>The tenants that it may sign for, 1–16; null: all.</summary>
    public IReadOnlyList<string>? Tenants { get; init; }

    /// <summary>The products that it may sign for, 1–16; null: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>For a delegate: the uses that it may certify; below another delegate, none that that one may not.</summary>
    public IReadOnlyList<string>? MayCertify { get; init; }

    /// <summary>The longest lease that may be signed below this certificate, <c>exp - iat</c> in seconds, from 1; null: no limit of its own.</summary>
    public int? MaxLeaseSeconds { get; init; }

    /// <summary>For a delegate: how many delegates may stand below it, from 0; null: no limit of its own.</summary>
    public int? PathLength { get; init; }

    /// <summary>Signs the certificate by its parent. The same arguments give the same text.</summary>
    /// <exception cref="ArgumentException">The certificate breaks a rule of its form.</exception>
    public string Sign(ITokenSigner parent)
    {
        if (!IsSound())
            throw new ArgumentException("The certificate breaks a rule of its form.");
        return PublicToken.Sign(parent, ToUtf8(), FooterOf(parent.PublicKey.Id));
    }

    internal static byte[] FooterOf(string parentKeyId) => new JsonText().Member("kid", parentKeyId).End().ToUtf8();

    /// <summary>Reads a payload strictly: an unknown member is refused, since it might be a limit.</summary>
    internal static LeaseTokenError TryRead(ReadOnlyMemory<byte> utf8, out KeyCertificate? certificate)
    {
        certificate = null;
        if (!StrictJson.TryReadObject(utf8.ToArray(), out var root))
            return LeaseTokenError.CertificateMalformed;
        var members = new StrictMembers(root);
        if (members.Text("typ") != Type || !PaserkText.TryParsePublic(members.Text("key"), out var bytes))
            return LeaseTokenError.CertificateMalformed;
        if (!VerifyingKey.TryCreate(bytes, out var key))
            return LeaseTokenError.CertificateKeyUnfit;

        var read = new KeyCertificate
        {
            Key = key,
            Use = members.Text("use"),
            IssuedAt = members.Time("iat"),
            NotBefore = members.Time("nbf"),
            ExpiresAt = members.Time("exp"),
            Series = members.Text("series"),
            Server = members.TextOrNull("server"),
            Tenants = members.TextsOrNull("tenants", NamesMax),
            Products = members.TextsOrNull("products", NamesMax),
            MayCertify = members.TextsOrNull("may_certify", NamesMax),
            MaxLeaseSeconds = members.NumberOrNull("max_lease_seconds", min: 1),
            PathLength = members.NumberOrNull("path_len", min: 0),
        };
        if (!members.AreSound || !members.AreAllTaken || !read.IsSound())
            return LeaseTokenError.CertificateMalformed;
        certificate = read;
        return LeaseTokenError.None;
    }

    private byte[] ToUtf8()
    {
        var json = new JsonText()
            .Member("typ", Type)
            .Member("key", Key.Paserk)
            .Member("use", Use)
            .Member("iat", IssuedAt)
            .Member("nbf", NotBefore)
            .Member("exp", ExpiresAt)
            .Member("series", Series);
        if (Server is not null)
            json.Member("server", Server);
        if (Tenants is not null)
            json.Member("tenants", Tenants);
        if (Products is not null)
            json.Member("products", Products);
        if (MayCertify is not null)
            json.Member("may_certify", MayCertify);
        if (MaxLeaseSeconds is { } seconds)
            json.Member("max_lease_seconds", seconds);
        if (PathLength is { } length)
            json.Member("path_len", length);
        return json.End().ToUtf8();
    }

    private bool IsSound() =>
        KeyUse.IsKnown(Use)
        && NotBefore <= IssuedAt
        && IssuedAt <= ExpiresAt
        && Series.Length is >= 1 and <= SeriesLengthMax
        && Server is null or { Length: > 0 }
        && AreNames(Tenants)
        && AreNames(Products)
        && NamesBytes() <= NamesBytesMax
        && (
            Use == KeyUse.Delegate
                ? MayCertify is { Count: > 0 } && MayCertify.All(KeyUse.IsKnown)
                : MayCertify is null && PathLength is null
        )
        && MaxLeaseSeconds is null or > 0
        && PathLength is null or >= 0;

    private static bool AreNames(IReadOnlyList<string>? names) =>
        names is null
        || (names.Count is >= 1 and <= NamesMax && names.All(name => name.Length > 0) && names.Distinct().Count() == names.Count);

    private int NamesBytes()
    {
        var json = new JsonText();
        if (Tenants is not null)
            json.Member("tenants", Tenants);
        if (Products is not null)
            json.Member("products", Products);
        return json.End().ToUtf8().Length;
    }
}
