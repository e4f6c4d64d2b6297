namespace BigPicture.Client;

/// <summary>How a session stands.</summary>
public enum SessionState
{
    /// <summary>The lease holds.</summary>
    Active,

    /// <summary>The lease holds; its renewal is under way, or is tried again and again.</summary>
    Renewing,

    /// <summary>Past its end, within the grace that the server signed: the application goes on, and says so.</summary>
    Grace,

    /// <summary>Over: run out, revoked, or taken over. Final; acquire again.</summary>
    Lost,

    /// <summary>Given back. Final.</summary>
    Released,
}
