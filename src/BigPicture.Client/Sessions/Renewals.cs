using BigPicture.Client.Time;

namespace BigPicture.Client.Sessions;

/// <summary>Renews the lease when the server said to, and again and again when that fails; gives back what was left at other servers.</summary>
/// <param name="held">Told after each renewal.</param>
internal sealed class Renewals(
    ClientParts parts,
    LeaseDesk desk,
    SessionStanding standing,
    SeatReturns returns,
    Signal renewNow,
    Action held
)
{
    /// <summary>Of the time between <c>renew_after</c> and the end: chance on top of what the server has spread already.</summary>
    private const double JitterShare = 0.1;

    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryMost = TimeSpan.FromMinutes(1);

    private readonly Backoff backoff = new(RetryFirst, RetryMost);
    private DateTimeOffset due;

    /// <param name="isConfirmed">False: the lease is from the last run, and no server has been asked since.</param>
    /// <param name="stop">Ends the waiting and what is under way, but a call that may take a seat.</param>
    public async Task Run(bool isConfirmed, CancellationToken stop)
    {
        due = isConfirmed ? DueOf(standing.Lease) : parts.Time.Now;
        while (!standing.IsOver)
        {
            if (parts.Time.Now < due)
            {
                if (await renewNow.Wait(parts.Clock, (due - parts.Time.Now).AtMost(Waiting.LookAgain), stop).ConfigureAwait(false))
                    due = parts.Time.Now;
                await returns.Try(stop).ConfigureAwait(false);
                continue;
            }
            await Renew(stop).ConfigureAwait(false);
        }
    }

    private async Task Renew(CancellationToken stop)
    {
        standing.Renewing(null);
        RoundResult result;
        try
        {
            var round = new RenewalRound(parts, desk, stop, CancellationToken.None);
            result = await round.Run(standing.Lease, mayMove: backoff.Failures > 0).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A defect of ours must not end the renewals: the next try may fare better.
            parts.Notices.Fault("A renewal failed in an unforeseen way.", e);
            due = parts.Time.Now + backoff.Next();
            return;
        }
        Take(result);
    }

    private void Take(RoundResult result)
    {
        switch (result)
        {
            case RoundResult.Renewed renewed:
                if (renewed.Left is { } left)
                {
                    parts.Notices.Warn($"{left.Server.Address} is away; the session goes on at {renewed.Lease.Server.Address}.");
                    returns.Owe(left);
                }
                backoff.Reset();
                if (standing.Hold(renewed.Lease))
                    held();
                else
                    returns.Owe(renewed.Lease);
                due = DueOf(renewed.Lease);
                break;
            case RoundResult.Over over:
                desk.Forget();
                standing.Lose(over.Why.AsRefusal(parts.Time.Now));
                break;
            case RoundResult.Failed failed:
                if (backoff.Failures == 0)
                    parts.Notices.Warn($"Lease {standing.Lease.Claims.LeaseId} is not renewed yet: {failed.Why.Message}");
                standing.Renewing(failed.Why.AsRefusal(parts.Time.Now));
                due = parts.Time.Now + backoff.Next(failed.Why.RetryAfter);
                break;
        }
    }

    private DateTimeOffset DueOf(HeldLease lease)
    {
        var claims = lease.Claims;
        var spread = (claims.ExpiresAt - claims.RenewAfter).TotalSeconds * JitterShare * Backoff.Jitter();
        var planned = claims.RenewAfter.AddSeconds(Math.Max(0, spread));
        var soonest = parts.Time.Now + RetryFirst;
        return planned > soonest ? planned : soonest;
    }
}
