namespace BigPicture.Protocol.Certificates;

/// <summary>
/// Chains that were verified before, by the footer's text. A server's tokens share a footer until it rotates its key, so few are
/// kept; only good ones enter, so that bad tokens push nothing out.
/// </summary>
internal sealed class VerifiedFooters
{
    private const int CountMax = 64;

    private readonly object gate = new();
    private Dictionary<string, CertifiedKey> known = new(StringComparer.Ordinal);

    /// <summary>Readers take no lock: a map that is seen is never changed again.</summary>
    public bool TryGet(string footerText, out CertifiedKey? key) => Volatile.Read(ref known).TryGetValue(footerText, out key);

    public void Add(string footerText, CertifiedKey key)
    {
        lock (gate)
        {
            var next =
                known.Count < CountMax ? new Dictionary<string, CertifiedKey>(known, StringComparer.Ordinal) : new(StringComparer.Ordinal);
            next[footerText] = key;
            Volatile.Write(ref known, next);
        }
    }
}
