using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Tokens;

namespace BigPicture.Protocol.Certificates;

/// <summary>One certificate of a chain: read, not yet verified.</summary>
internal sealed record CertificateLink(PublicToken Envelope, KeyCertificate Certificate, string ParentKeyId)
{
    public static LeaseTokenError TryRead(string text, out CertificateLink? link)
    {
        link = null;
        if (!PublicToken.TryRead(text, out var envelope, out _) || !StrictJson.TryReadObject(envelope.Footer.ToArray(), out var footer))
            return LeaseTokenError.CertificateMalformed;
        var members = new StrictMembers(footer);
        var parentKeyId = members.Text("kid");
        if (!members.AreSound || !members.AreAllTaken || !PaserkText.IsPublicId(parentKeyId))
            return LeaseTokenError.CertificateMalformed;

        var error = KeyCertificate.TryRead(envelope.Payload, out var certificate);
        if (certificate is not null)
            link = new CertificateLink(envelope, certificate, parentKeyId);
        return error;
    }

    public bool VerifiesWith(VerifyingKey parent) => Envelope.VerifiesWith(parent);
}
