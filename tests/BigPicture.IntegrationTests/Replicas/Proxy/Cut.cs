namespace BigPicture.IntegrationTests.Replicas.Proxy;

/// <summary>When a connection is cut.</summary>
public enum CutAt
{
    /// <summary>PostgreSQL never hears of the commit: nothing was done.</summary>
    BeforeCommit,

    /// <summary>PostgreSQL has committed, and its answer is lost.</summary>
    AfterCommit,
}

/// <summary>One connection that is to be cut: where the transaction that sent these bytes commits.</summary>
internal sealed class Cut(byte[] sent, CutAt at)
{
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CutAt At => at;

    /// <summary>Ends when the connection was cut.</summary>
    public Task Happened => happened.Task;

    private int used;

    /// <summary>True once.</summary>
    public bool TryUse() => Interlocked.Exchange(ref used, 1) == 0;

    public bool Means(ReadOnlySpan<byte> message) => message.IndexOf(sent) >= 0;

    public void Tell() => happened.TrySetResult();
}
