namespace BigPicture.Proof.Rig;

/// <summary>One server of a site, as clients see it.</summary>
/// <param name="Name">What it is called in the history.</param>
/// <param name="Process">The process itself.</param>
/// <param name="Front">Between clients and it.</param>
/// <param name="Back">Between it and its database; null where that is a file.</param>
internal sealed record Replica(string Name, ServerProcess Process, TcpProxy Front, TcpProxy? Back)
{
    public Uri Url { get; } = new($"http://127.0.0.1:{Front.Port}");

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        Process.Dispose();
        if (Back is not null)
            await Back.DisposeAsync();
    }
}
