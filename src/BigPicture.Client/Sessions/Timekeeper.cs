using BigPicture.Client.Time;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Sessions;

/// <summary>
/// Looks at the clock, and says when the lease is in grace and when it is over. It waits for no server, with one exception: when the
/// clock has leapt (the machine slept, or its clock was set) one renewal may tell which it was, before the lease is lost.
/// </summary>
internal sealed class Timekeeper(ClientParts parts, SessionStanding standing, Signal renewNow)
{
    /// <summary>How often the highest time seen is kept.</summary>
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(5);

    private DateTimeOffset keptAt = parts.Time.Now;
    private long? askedAt;
    private bool saidSetBack;

    public async Task Run(CancellationToken stop)
    {
        while (!standing.IsOver)
        {
            await parts.Clock.Wait(UntilNext(), stop).ConfigureAwait(false);
            Look();
        }
    }

    private TimeSpan UntilNext()
    {
        var now = parts.Time.Now;
        var lease = standing.Lease;
        var boundary = now < lease.Claims.ExpiresAt ? lease.Claims.ExpiresAt : lease.End;
        var least = TimeSpan.FromMilliseconds(20);
        var until = (boundary - now).AtMost(Waiting.LookAgain);
        return until > least ? until : least;
    }

    private void Look()
    {
        var now = parts.Time.Now;
        var lease = standing.Lease;
        if (now < lease.End)
            askedAt = null;
        else if (!MayAsk())
            standing.Lose(Ended(lease));
        standing.Look();
        TellClock(now);
    }

    /// <summary>Once a leap, and for no longer than one call takes.</summary>
    private bool MayAsk()
    {
        if (!parts.Time.HasLeapt)
            return false;
        if (askedAt is null)
        {
            askedAt = parts.Clock.GetTimestamp();
            renewNow.Ring();
        }
        return parts.Clock.GetElapsedTime(askedAt.Value) < parts.Patience;
    }

    private LicenseRefusal Ended(HeldLease lease)
    {
        var why = standing.Reason is { } last ? $" The last try to renew it: {last.Message}" : "";
        return new LicenseRefusal
        {
            Code = ErrorCodes.LeaseExpired,
            Message = $"Lease {lease.Claims.LeaseId} ended at {UtcSeconds.Format(lease.End)} and could not be renewed.{why}",
        };
    }

    private void TellClock(DateTimeOffset now)
    {
        if (parts.Time.WasSetBack && !saidSetBack)
            parts.Notices.Warn("This machine's clock was set back; the lease goes on by the time that has passed.");
        saidSetBack = parts.Time.WasSetBack;
        if (now - keptAt < KeepEvery && now >= keptAt)
            return;
        keptAt = now;
        parts.KeepTime();
    }
}
