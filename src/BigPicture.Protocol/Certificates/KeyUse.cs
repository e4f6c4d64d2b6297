namespace BigPicture.Protocol.Certificates;

/// <summary>What a certified key may sign. A key has one use, so that nothing signed for one purpose passes for another.</summary>
public static class KeyUse
{
    /// <summary>Lease tokens, <c>bp-lease</c>.</summary>
    public const string Lease = "lease";

    /// <summary>Bundles for local servers.</summary>
    public const string Bundle = "bundle";

    /// <summary>Revocation lists.</summary>
    public const string Revocation = "revocation";

    /// <summary>A local server's reports to its cloud.</summary>
    public const string Report = "report";

    /// <summary>Certificates, of the uses that it names.</summary>
    public const string Delegate = "delegate";

    internal static bool IsKnown(string use) => use is Lease or Bundle or Revocation or Report or Delegate;
}
