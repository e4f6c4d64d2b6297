namespace BigPicture.Application.Pipeline;

/// <summary>
/// Whose turn it is to do a command again. Those that lost against another one go one by one: all at once, they would only meet each other
/// again. A command that comes new waits for nobody.
/// </summary>
internal sealed class RetryTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task<T> Take<T>(Func<Task<T>> retry, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            return await retry();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
