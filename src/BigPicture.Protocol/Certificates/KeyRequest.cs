using System.Diagnostics.CodeAnalysis;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>
/// A key that asks to be certified, for a parent that never comes near the server: what it is for, as PASETO <c>v4.public</c> signed by the
/// key itself, so that whoever asks has its private part. Who asks is not in it: compare the key's id over another way.
/// </summary>
public sealed record KeyRequest
{
    /// <summary>The value of <c>typ</c>.</summary>
    public const string Type = "bp-key-request";

    private const int SeriesLengthMax = 128;

    /// <summary>The key that asks.</summary>
    public required VerifyingKey Key { get; init; }

    /// <summary>One of <see cref="KeyUse"/>: what it would sign.</summary>
    public required string Use { get; init; }

    /// <summary>Which life of the server's data it belongs to; 1–128 characters.</summary>
    public required string Series { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Writes the request.</summary>
    /// <param name="key">The key that asks.</param>
    /// <exception cref="ArgumentException">Another key signs, or the request breaks a rule of its form.</exception>
    public string Sign(ITokenSigner key)
    {
        if (!IsSound() || !key.PublicKey.Equals(Key))
            throw new ArgumentException("The request breaks a rule of its form, or is signed by another key.", nameof(key));
        var json = new JsonText()
            .Member("typ", Type)
            .Member("key", Key.Paserk)
            .Member("use", Use)
            .Member("series", Series)
            .Member("iat", IssuedAt)
            .End();
        return PublicToken.Sign(key, json.ToUtf8(), KeyCertificate.FooterOf(Key.Id));
    }

    /// <summary>Reads a request strictly and checks that the key signed it itself.</summary>
    /// <returns>False when it is no sound request: damaged, of another form, or signed by another key.</returns>
    public static bool TryRead(string? text, [NotNullWhen(true)] out KeyRequest? request)
    {
        request = null;
        if (!PublicToken.TryRead(text, out var envelope, out _) || !StrictJson.TryReadObject(envelope.Payload.ToArray(), out var root))
            return false;
        var members = new StrictMembers(root);
        if (members.Text("typ") != Type || !VerifyingKey.TryParse(members.Text("key"), out var key))
            return false;
        var read = new KeyRequest
        {
            Key = key,
            Use = members.Text("use"),
            Series = members.Text("series"),
            IssuedAt = members.Time("iat"),
        };
        if (!members.AreSound || !members.AreAllTaken || !read.IsSound() || !envelope.VerifiesWith(key))
            return false;
        if (!envelope.Footer.Span.SequenceEqual(KeyCertificate.FooterOf(key.Id)))
            return false;
        request = read;
        return true;
    }

    private bool IsSound() => KeyUse.IsKnown(Use) && Series.Length is >= 1 and <= SeriesLengthMax;
}
