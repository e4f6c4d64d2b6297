using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;

namespace BigPicture.Tests.Leasing.Ledger;

/// <summary>A store whose batches wait until the test lets them go, or fail; it notes what came in which batch.</summary>
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

    /// <summary>Batches wait for the locks of their books; otherwise they have them, and wait for the disk.</summary>
    public bool WaitsForLocks { get; set; }

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

    public async Task<ILedgerSession> Open(IReadOnlyList<LeaseAct> acts, Latecomers late, CancellationToken cancel)
    {
        var all = WaitsForLocks ? acts : [.. acts, .. late()];
        var (number, failing) = Note(all);
        await open.Task;
        if (failing is not null)
            throw failing;
        if (WaitsForLocks)
            lock (gate)
                batches[number] = all = [.. acts, .. late()];
        return await inner.Open(all, BatchCommitter.NobodyLate, cancel);
    }

    private (int Number, Exception? Failing) Note(IReadOnlyList<LeaseAct> acts)
    {
        lock (gate)
        {
            batches.Add(acts);
            opened.TrySetResult();
            opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (batches.Count - 1, batches.Count > 1 ? Interlocked.Exchange(ref failure, null) : null);
        }
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
