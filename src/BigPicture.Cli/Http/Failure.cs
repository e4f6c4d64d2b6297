using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Http;

/// <summary>Why a command did not do what it was asked: what, why and what next.</summary>
internal sealed record Failure(ExitCode Code, string Message, string Next)
{
    /// <summary>The server's own words, where it spoke.</summary>
    public ProblemDocument? Problem { get; init; }

    /// <summary>The same, as it came.</summary>
    public string? Json { get; init; }
}
