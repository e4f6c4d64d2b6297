namespace BigPicture.Proof.Rig;

/// <summary>What a proxy does to the connections through it.</summary>
internal abstract record Weather
{
    /// <summary>Everything passes at once.</summary>
    public sealed record Clear : Weather;

    /// <summary>Everything passes, each piece so much later.</summary>
    public sealed record Slow(TimeSpan Delay) : Weather;

    /// <summary>Everything passes in two parts, cut wherever in a message that is, the second one so much later.</summary>
    public sealed record Halting(TimeSpan Pause) : Weather;

    /// <summary>Each connection, an old one too, ends when so many bytes more have passed, wherever in a message that is.</summary>
    public sealed record Cutting(int Bytes) : Weather;

    /// <summary>What is asked arrives; nothing is heard of the answer, and no connection ends.</summary>
    public sealed record Mute : Weather;

    /// <summary>Nothing arrives, and no connection ends.</summary>
    public sealed record Deaf : Weather;
}
