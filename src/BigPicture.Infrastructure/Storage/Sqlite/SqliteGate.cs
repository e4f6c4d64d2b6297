namespace BigPicture.Infrastructure.Storage.Sqlite;

/// <summary>
/// SQLite has one writer. Every write passes here first, so that writers wait in line instead of polling a busy database, and a
/// batch of leases is never refused because somebody edits an entitlement.
/// </summary>
public sealed class SqliteGate : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public async Task<Pass> Enter(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        return new Pass(gate);
    }

    public void Dispose() => gate.Dispose();

    /// <summary>The right to write, given back once however often it is disposed.</summary>
    public sealed class Pass(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? held = gate;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
