namespace BigPicture.Proof.Histories;

/// <summary>What holds for a whole run.</summary>
public sealed record Run
{
    public required long Seed { get; init; }

    /// <summary>The commit that was built, or any other name of what ran.</summary>
    public required string Build { get; init; }

    /// <summary>How long after its client gave up a call may still take effect: the longest that a server, a connection or a pause keeps one.</summary>
    public required int SettleMs { get; init; }
}
