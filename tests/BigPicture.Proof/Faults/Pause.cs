namespace BigPicture.Proof.Faults;

internal static class Pause
{
    /// <summary>Waits so long; ends early, without complaint, at the word to stop.</summary>
    public static Task For(int milliseconds, CancellationToken stop) =>
        Task.Delay(milliseconds, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
