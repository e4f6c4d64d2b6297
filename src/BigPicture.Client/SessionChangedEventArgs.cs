namespace BigPicture.Client;

/// <summary>A session's state has changed.</summary>
public sealed class SessionChangedEventArgs : EventArgs
{
    internal SessionChangedEventArgs(SessionState before, SessionState now, LicenseRefusal? reason) =>
        (Before, Now, Reason) = (before, now, reason);

    /// <summary>The state before.</summary>
    public SessionState Before { get; }

    /// <summary>The state since.</summary>
    public SessionState Now { get; }

    /// <summary>Why, for <see cref="SessionState.Lost"/>; else the last renewal's refusal where there was one.</summary>
    public LicenseRefusal? Reason { get; }
}
