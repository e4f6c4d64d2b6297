namespace BigPicture.Client;

/// <summary>How much a notice matters.</summary>
public enum ClientNoticeLevel
{
    /// <summary>As it should be.</summary>
    Information,

    /// <summary>Something to look at; the session goes on.</summary>
    Warning,

    /// <summary>A defect, of this client or of a handler that it called; it was caught.</summary>
    Error,
}

/// <summary>Something that happened in the background. Holds no token and no secret.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">What happened, in one sentence.</param>
/// <param name="Exception">What was caught, where something was.</param>
public sealed record ClientNotice(ClientNoticeLevel Level, string Message, Exception? Exception = null);
