using BigPicture.Client.Diagnostics;
using BigPicture.Client.Sessions;
using BigPicture.Client.State;
using BigPicture.Client.Time;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client;

/// <summary>
/// A lease that keeps itself alive. Nothing here waits for the network but <see cref="DisposeAsync"/>;
/// nothing throws from the background. Safe for use by many threads. Dispose it to give the seat back.
/// </summary>
public sealed class LicenseSession : IAsyncDisposable
{
    private const int ReleaseTriesMax = 2;

    private readonly ClientParts parts;
    private readonly LicenseRequest request;
    private readonly InstanceSlot slot;
    private readonly Action<LicenseSession> ended;
    private readonly SessionStanding standing;
    private readonly SeatReturns returns;
    private readonly UsageReports usage;
    private readonly Lazy<Task> disposal;
    private RevocationCheck? revocations;
    private Task background = Task.CompletedTask;

    internal LicenseSession(ClientParts parts, LicenseRequest request, InstanceSlot slot, Acquired acquired, Action<LicenseSession> ended)
    {
        (this.parts, this.request, this.slot, this.ended) = (parts, request, slot, ended);
        standing = new SessionStanding(acquired.Lease, parts, change => StateChanged?.Invoke(this, change));
        returns = new SeatReturns(parts);
        usage = new UsageReports(parts, standing);
        if (acquired.Left is { } left)
            returns.Owe(left);
        disposal = new Lazy<Task>(End);
        Telemetry.SessionBegan();
    }

    /// <summary>Told after each change, one at a time and in order, on a thread of the pool; what a handler throws is noticed and dropped.</summary>
    public event EventHandler<SessionChangedEventArgs>? StateChanged;

    /// <summary>What the lease entitles to; none once it is over. Memory only.</summary>
    public FeatureSet Features => standing.Features;

    /// <summary>How the session stands.</summary>
    public SessionState State => standing.State;

    /// <summary>Cancelled when the lease is lost; not when it is given back.</summary>
    public CancellationToken Lost => standing.Lost;

    /// <summary>Why it is lost, or why the last renewal failed; null while all is well.</summary>
    public LicenseRefusal? Reason => standing.Reason;

    /// <summary>The lease, <c>lease_…</c>. Another one after a machine slept past the end, or after a move to another server.</summary>
    public string LeaseId => standing.Lease.Claims.LeaseId;

    /// <summary>The server that holds the seat.</summary>
    public Uri Server => standing.Lease.Server.Address;

    /// <summary>The end as of the last renewal, exclusive, by the server's clock.</summary>
    public DateTimeOffset ExpiresAt => standing.Lease.Claims.ExpiresAt;

    /// <summary>The end of grace; null without grace.</summary>
    public DateTimeOffset? GraceUntil => standing.Lease.Claims.GraceUntil;

    /// <summary>
    /// Notes that a feature was used. Returns at once: uses are summed, and told to the server once a minute and with the session's end
    /// (protocol, section 6). What could not be told is told later, for as long as the session lasts.
    /// </summary>
    /// <param name="feature">One of <see cref="Features"/>.</param>
    /// <param name="count">How many times, 1–1,000,000,000.</param>
    /// <returns>False, and nothing is noted: the policy takes no reports, the lease does not carry the feature, or the session is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of its range.</exception>
    public ValueTask<bool> ReportAsync(string feature, int count = 1)
    {
        if (count is < 1 or > UsageReports.CountMax)
            throw new ArgumentOutOfRangeException(nameof(count), count, "A count is 1 to 1,000,000,000.");
        return new ValueTask<bool>(usage.Note(feature, count));
    }

    /// <summary>
    /// Gives the seat back, unless it was borrowed (<see cref="LicenseRequest.KeepOnDispose"/>), after telling what was noted of features.
    /// Takes three calls at most, and never throws.
    /// When no server can be told, the lease is kept for the next start, which finds the same seat.
    /// </summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    internal void Start(LeaseDesk desk, bool isConfirmed)
    {
        var renewNow = new Signal();
        var timekeeper = new Timekeeper(parts, standing, renewNow);
        var renewals = new Renewals(parts, desk, standing, returns, renewNow, () => revocations?.Follow());
        revocations = new RevocationCheck(parts, desk, standing, renewNow);
        revocations.Begin();
        background = Task.WhenAll(
            Task.Run(() => Guarded(timekeeper.Run)),
            Task.Run(() => Guarded(cancel => renewals.Run(isConfirmed, cancel))),
            Task.Run(() => Guarded(usage.Run))
        );
    }

    /// <summary>The end of every background task of a session: whatever it was, it goes no further.</summary>
    private async Task Guarded(Func<CancellationToken, Task> loop)
    {
        while (!standing.IsOver)
        {
            try
            {
                await loop(standing.Over).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (standing.Over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                parts.Notices.Fault("A background task of the session failed in an unforeseen way; it is started again.", e);
                await parts.Clock.Wait(Waiting.LookAgain, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task End()
    {
        try
        {
            var held = standing.Release();
            revocations?.Dispose();
            await background.ConfigureAwait(false);
            await returns.TryNow(CancellationToken.None).ConfigureAwait(false);
            if (held)
                await usage.Tell(CancellationToken.None).ConfigureAwait(false);
            if (!(held && request.KeepOnDispose))
                await GiveBack().ConfigureAwait(false);
            parts.KeepTime();
        }
        catch (Exception e)
        {
            parts.Notices.Fault("The session did not end as it should.", e);
        }
        slot.Dispose();
        Telemetry.SessionEnded();
        ended(this);
    }

    private async Task GiveBack()
    {
        var lease = standing.Lease;
        for (var attempt = 1; attempt <= ReleaseTriesMax; attempt++)
        {
            var reply = await Servers.LeaseCalls.Release(lease.Server, lease.Token.Text, CancellationToken.None).ConfigureAwait(false);
            if (
                reply.IsGood(out _, out var why) || why.Code is ErrorCodes.LeaseSuperseded or ErrorCodes.TokenInvalid or ErrorCodes.NotFound
            )
            {
                slot.Clear();
                return;
            }
            if (attempt == ReleaseTriesMax)
                parts.Notices.Warn($"Lease {lease.Claims.LeaseId} was not given back: {why.Message} It is kept for the next start.");
        }
    }
}
