namespace BigPicture.Client;

/// <summary>No lease was granted.</summary>
public sealed class LicenseRefusedException : Exception
{
    /// <summary>Wraps a refusal.</summary>
    public LicenseRefusedException(LicenseRefusal refusal)
        : base((refusal ?? throw new ArgumentNullException(nameof(refusal))).ToString()) => Refusal = refusal;

    /// <summary>Why.</summary>
    public LicenseRefusal Refusal { get; }
}
