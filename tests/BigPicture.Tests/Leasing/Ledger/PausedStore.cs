using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>A store whose commits wait until the test lets them go, or fail; it notes what came in which batch.</summary>
internal sealed class PausedStore(ILedgerStore inner) : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly List<IReadOnlyList<LeaseAct>> batches = [];
    private TaskCompletionSource open = Opened();
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? failure;

    public IReadOnlyList<int> Batches => [.. Noted.Select(batch => batch.Count)];

    /// <summary>One letter an act: <c>a</c> wants a lease, <c>r</c> has one.</summary>
    public IReadOnlyList<string> Kinds => [.. Noted.Select(batch => string.Concat(batch.Select(act => act is Activation ? 'a' : 'r')))];

    public void Pause() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => open.TrySetResult();

    /// <summary>The batch after the one that waits now fails as it commits.</summary>
    public void FailNext(Exception exception) => failure = exception;

    /// <summary>Waits until so many batches have begun.</summary>
    public async Task Reached(int count, CancellationToken cancel)
    {
        while (Noted.Count < count)
            await opened.Task.WaitAsync(cancel);
    }

    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, CancellationToken cancel)
    {
        Exception? failing;
        lock (gate)
        {
            batches.Add(acts);
            failing = batches.Count > 1 ? Interlocked.Exchange(ref failure, null) : null;
            opened.TrySetResult();
            opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        await open.Task;
        return failing is null ? await inner.Open(acts, cancel) : throw failing;
    }

    private List<IReadOnlyList<LeaseAct>> Noted
    {
        get
        {
            lock (gate)
                return [.. batches];
        }
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }
}
