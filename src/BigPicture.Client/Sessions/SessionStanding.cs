using BigPicture.Client.Diagnostics;

namespace BigPicture.Client.Sessions;

/// <summary>How a session stands: the one place where its state changes. Safe for use by many threads.</summary>
internal sealed class SessionStanding(HeldLease first, ClientParts parts, Action<SessionChangedEventArgs> changed)
{
    private readonly object gate = new();
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource over = new();

    // Two queues: a handler of the event that never returns must not keep the word that the lease is lost.
    private readonly Callbacks events = new(e => parts.Notices.Fault("A handler of StateChanged threw.", e));
    private readonly Callbacks losses = new(e => parts.Notices.Fault("A callback of Lost threw.", e));

    private volatile HeldLease lease = first;
    private volatile FeatureSet features = new(first.Claims.Features);
    private bool isRenewing;
    private SessionState state = first.Claims.ExpiresAt > parts.Time.Now ? SessionState.Active : SessionState.Grace;
    private LicenseRefusal? reason;

    public HeldLease Lease => lease;

    /// <summary>None once the lease is over.</summary>
    public FeatureSet Features => features;

    public CancellationToken Lost => lost.Token;

    /// <summary>Cancelled when it is lost or given back; only this client's own tasks listen.</summary>
    public CancellationToken Over => over.Token;

    public SessionState State
    {
        get
        {
            lock (gate)
                return state;
        }
    }

    public LicenseRefusal? Reason
    {
        get
        {
            lock (gate)
                return reason;
        }
    }

    public bool IsOver => State is SessionState.Lost or SessionState.Released;

    /// <summary>A verified lease, new or renewed.</summary>
    /// <returns>False when it comes too late: it is over.</returns>
    public bool Hold(HeldLease granted)
    {
        lock (gate)
        {
            if (IsOver)
                return false;
            (lease, features, isRenewing, reason) = (granted, new FeatureSet(granted.Claims.Features), false, null);
            Move(ByTime());
            return true;
        }
    }

    /// <summary>A renewal is under way, or has failed and is tried again. One that fails after the end does not change why it ended.</summary>
    public void Renewing(LicenseRefusal? why)
    {
        lock (gate)
        {
            if (IsOver)
                return;
            (isRenewing, reason) = (true, why ?? reason);
            Move(ByTime());
        }
    }

    /// <summary>Looks at the clock.</summary>
    public void Look()
    {
        lock (gate)
        {
            if (!IsOver)
                Move(ByTime());
        }
    }

    /// <returns>False when it was over already.</returns>
    public bool Lose(LicenseRefusal why)
    {
        lock (gate)
        {
            if (IsOver)
                return false;
            (reason, features) = (why, FeatureSet.None);
            Move(SessionState.Lost);
        }
        over.Cancel();
        losses.Post(lost.Cancel);
        return true;
    }

    /// <returns>False when it was over already.</returns>
    public bool Release()
    {
        lock (gate)
        {
            if (IsOver)
                return false;
            features = FeatureSet.None;
            Move(SessionState.Released);
        }
        over.Cancel();
        return true;
    }

    private SessionState ByTime() =>
        parts.Time.Now >= lease.Claims.ExpiresAt ? SessionState.Grace
        : isRenewing ? SessionState.Renewing
        : SessionState.Active;

    private void Move(SessionState next)
    {
        if (next == state)
            return;
        var change = new SessionChangedEventArgs(state, next, reason);
        state = next;
        events.Post(() => changed(change));
    }
}
