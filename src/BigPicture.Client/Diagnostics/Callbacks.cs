namespace BigPicture.Client.Diagnostics;

/// <summary>
/// Calls the application's handlers one after the other, away from what raised them: a handler that is slow delays handlers only, and
/// one that throws hurts nobody.
/// </summary>
internal sealed class Callbacks(Action<Exception> caught)
{
    private readonly object gate = new();
    private Task last = Task.CompletedTask;

    public void Post(Action handler)
    {
        lock (gate)
        {
            last = last.ContinueWith(
                _ => Call(handler),
                CancellationToken.None,
                TaskContinuationOptions.DenyChildAttach,
                TaskScheduler.Default
            );
        }
    }

    private void Call(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception e)
        {
            caught(e);
        }
    }
}
