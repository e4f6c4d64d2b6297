using System.Diagnostics.CodeAnalysis;
using BigPicture.Protocol.Certificates;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Text;

namespace BigPicture.Protocol.Tokens;

/// <summary>
/// The footer <c>{ "kid", "chain" }</c> of a lease token or revocation list: who signed it, and the certificates that lead from that key up to, but
/// without, a root. Made once per signing key and used for every token.
/// </summary>
public sealed class LeaseTokenFooter
{
    private readonly byte[] utf8;

    private LeaseTokenFooter(string keyId, IReadOnlyList<string> chain)
    {
        KeyId = keyId;
        Chain = chain;
        utf8 = new JsonText().Member("kid", keyId).Member("chain", chain).End().ToUtf8();
    }

    /// <summary>PASERK id of the signing key, <c>k4.pid.…</c>.</summary>
    public string KeyId { get; }

    /// <summary>Certificates, <c>v4.public.…</c>, the signing key's first; 1–3.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>The footer as it is signed.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8;

    /// <summary>Makes the footer of a signing key.</summary>
    /// <exception cref="ArgumentException">The chain does not have 1–3 certificates.</exception>
    public static LeaseTokenFooter Create(VerifyingKey signingKey, IReadOnlyList<string> chain)
    {
        if (chain is null || chain.Count is < 1 or > CertificateChain.LengthMax)
            throw new ArgumentException($"A chain has 1–{CertificateChain.LengthMax} certificates.", nameof(chain));
        return new LeaseTokenFooter(signingKey.Id, chain);
    }

    internal static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out LeaseTokenFooter? footer)
    {
        footer = null;
        if (!StrictJson.TryReadObject(utf8.ToArray(), out var root))
            return false;
        var members = new StrictMembers(root);
        var keyId = members.Text("kid");
        var chain = members.Texts("chain", CertificateChain.LengthMax);
        if (!members.AreSound || !members.AreAllTaken || chain.Count == 0 || !PaserkText.IsPublicId(keyId))
            return false;
        footer = new LeaseTokenFooter(keyId, chain);
        return true;
    }
}
