namespace BigPicture.Client.Time;

/// <summary>Wakes one waiter before its time.</summary>
internal sealed class Signal
{
    private readonly object gate = new();
    private TaskCompletionSource<bool> rung = New();

    public void Ring()
    {
        lock (gate)
            rung.TrySetResult(true);
    }

    /// <summary>Ends when it was rung, or after the time.</summary>
    /// <returns>Whether it was rung.</returns>
    public async Task<bool> Wait(TimeProvider clock, TimeSpan time, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var waiting = clock.Wait(time, ended.Token);
        await Task.WhenAny(rung.Task, waiting).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
#if NET
        await ended.CancelAsync().ConfigureAwait(false);
#else
        ended.Cancel();
#endif
        lock (gate)
        {
            if (!rung.Task.IsCompleted)
                return false;
            rung = New();
            return true;
        }
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
