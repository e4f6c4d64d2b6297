namespace BigPicture.IntegrationTests.Crashes;

/// <summary>What the server's process runs under.</summary>
internal sealed record Launch
{
    /// <summary>A program and its arguments, such as a tracer, that starts the server in its place.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    /// <summary>What must answer well before it counts as started: a server may live without being ready.</summary>
    public string StartedWhen { get; init; } = "/readyz";

    /// <summary>Where it listens; null: on any port that is free.</summary>
    public int? Port { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
