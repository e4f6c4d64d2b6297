using BigPicture.Client.Sessions;
using BigPicture.Client.State;

namespace BigPicture.Client;

/// <summary>
/// Gets leases for one product. Make one and keep it: it holds the connections and remembers what it has verified. Safe for use by
/// many threads.
/// </summary>
public sealed class LicenseClient : IAsyncDisposable
{
    /// <summary>The name of the ActivitySource and of the Meter that this client writes to.</summary>
    public const string TelemetryName = "BigPicture.Client";

    private readonly ClientParts parts;
    private readonly object gate = new();
    private readonly HashSet<LicenseSession> sessions = [];
    private bool isDisposed;

    /// <summary>Makes a client. Nothing is asked over the network yet.</summary>
    /// <exception cref="ArgumentException">The options cannot be used; the message says why.</exception>
    public LicenseClient(LicenseClientOptions options)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));
        if (options.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        parts = new ClientParts(options);
    }

    /// <summary>What this machine is called: the option, or a hash of the system's own id and the product.</summary>
    public string MachineId => parts.MachineId;

    /// <summary>Takes a lease with everything that the entitlement gives.</summary>
    /// <inheritdoc cref="AcquireAsync(LicenseRequest, CancellationToken)"/>
    public Task<LicenseSession> AcquireAsync(LicenseSubject subject, CancellationToken cancel) =>
        AcquireAsync(new LicenseRequest(subject), cancel);

    /// <summary>Takes a lease.</summary>
    /// <exception cref="LicenseRefusedException">There is none; it says why.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<LicenseSession> AcquireAsync(LicenseRequest request, CancellationToken cancel)
    {
        var result = await TryAcquireAsync(request, cancel).ConfigureAwait(false);
        return result.IsGranted(out var session, out var refusal) ? session : throw new LicenseRefusedException(refusal);
    }

    /// <summary>Takes a lease with everything that the entitlement gives; a refusal is a value.</summary>
    /// <inheritdoc cref="TryAcquireAsync(LicenseRequest, CancellationToken)"/>
    public Task<AcquireResult> TryAcquireAsync(LicenseSubject subject, CancellationToken cancel) =>
        TryAcquireAsync(new LicenseRequest(subject), cancel);

    /// <summary>
    /// Takes a lease; a refusal is a value. The servers are asked in order, three times at most; when none answers, a lease that the
    /// last run of the application left is verified and taken, as long as it holds.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task<AcquireResult> TryAcquireAsync(LicenseRequest request, CancellationToken cancel)
    {
        if (request?.Subject is null)
            throw new ArgumentNullException(nameof(request));
        lock (gate)
        {
            if (isDisposed)
                throw new ObjectDisposedException(nameof(LicenseClient));
        }
        // Files are read and written on the way: not on the thread of a window.
        return await Task.Run(() => Acquire(request, cancel), cancel).ConfigureAwait(false);
    }

    /// <summary>Gives back what its sessions still hold, and closes the connections. Never throws.</summary>
    public async ValueTask DisposeAsync()
    {
        List<LicenseSession> open;
        lock (gate)
        {
            isDisposed = true;
            open = [.. sessions];
        }
        await Task.WhenAll(open.Select(session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
        parts.Dispose();
    }

    private async Task<AcquireResult> Acquire(LicenseRequest request, CancellationToken cancel)
    {
        var slot = parts.TakeSlot(request.Subject);
        try
        {
            var desk = new LeaseDesk(parts, request, slot);
            var (acquired, refusal) = await new Acquisition(parts, desk, slot).Run(cancel).ConfigureAwait(false);
            if (acquired is not null)
                return new AcquireResult(Open(request, slot, desk, acquired));
            slot.Dispose();
            return new AcquireResult(refusal!);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private LicenseSession Open(LicenseRequest request, InstanceSlot slot, LeaseDesk desk, Acquired acquired)
    {
        var session = new LicenseSession(parts, request, slot, acquired, Forget);
        lock (gate)
            sessions.Add(session);
        session.Start(desk, acquired.IsConfirmed);
        return session;
    }

    private void Forget(LicenseSession session)
    {
        lock (gate)
            sessions.Remove(session);
    }
}
