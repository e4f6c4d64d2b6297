namespace BigPicture.Protocol.Wire;

/// <summary>Answer of <c>/livez</c>, <c>/readyz</c> and <c>/healthz</c> while all is well; else they answer a problem with status 503.</summary>
public sealed record HealthAnswer
{
    /// <summary><c>alive</c> for the process, <c>ready</c> for the server.</summary>
    public required string Status { get; init; }

    /// <summary>What was looked at; absent for the process alone.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>The release that answers, such as <c>1.2.0</c>.</summary>
    public string? Version { get; init; }
}
