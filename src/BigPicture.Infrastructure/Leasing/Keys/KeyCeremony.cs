using BigPicture.Domain.Shared;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Makes the keys of a standalone server: a root, which applications pin and which certifies once; a delegate, so that rotation
/// needs no root; one key for each kind of thing that a server signs.
/// </summary>
internal sealed class KeyCeremony : IDisposable
{
    private readonly List<NewKey> keys = [];

    public KeyCeremony(DateTimeOffset now)
    {
        var series = TypeId.Format("series", TypeId.New(now));
        var (root, delegateKey) = (Make("root"), Make(KeyUse.Delegate));
        var delegateText = KeyCertificates.Of(KeyUse.Delegate, delegateKey.Signer.PublicKey, series, now).Sign(root.Signer);
        Manifest = new KeyManifest
        {
            Version = 1,
            Series = series,
            Roots = [root.Entry()],
            Delegates = [delegateKey.Entry(delegateText)],
            LeaseKeys = [],
        };
        foreach (var use in KeyManifest.LeafUses)
        {
            var key = Make(use);
            var certificate = KeyCertificates.Of(use, key.Signer.PublicKey, series, now).Sign(delegateKey.Signer);
            Manifest = Manifest.With(use, [key.Entry(certificate, delegateText)]);
        }
    }

    /// <summary>The root's first.</summary>
    public IReadOnlyList<NewKey> Keys => keys;

    public KeyManifest Manifest { get; }

    public void Dispose() => keys.ForEach(key => key.Dispose());

    private NewKey Make(string role)
    {
        var key = new NewKey(role);
        keys.Add(key);
        return key;
    }
}
