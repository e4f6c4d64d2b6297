using System.Diagnostics.CodeAnalysis;

namespace BigPicture.Client;

/// <summary>A session, or why there is none.</summary>
public sealed class AcquireResult
{
    internal AcquireResult(LicenseSession session) => Session = session;

    internal AcquireResult(LicenseRefusal refusal) => Refusal = refusal;

    /// <summary>The session; null when it was refused. Dispose it to give the seat back.</summary>
    public LicenseSession? Session { get; }

    /// <summary>Why it was refused; null when it was granted.</summary>
    public LicenseRefusal? Refusal { get; }

    /// <summary>Tells the two apart.</summary>
    /// <param name="session">The session, when granted.</param>
    /// <param name="refusal">The refusal, when not.</param>
    /// <returns>Whether a lease was granted.</returns>
    public bool IsGranted([NotNullWhen(true)] out LicenseSession? session, [NotNullWhen(false)] out LicenseRefusal? refusal)
    {
        (session, refusal) = (Session, Refusal);
        return session is not null;
    }
}
