using BigPicture.Client.Servers;
using BigPicture.Client.State;
using BigPicture.Client.Time;

namespace BigPicture.Client.Sessions;

/// <param name="Lease">What the session starts with.</param>
/// <param name="IsConfirmed">False: it is from the last run, and no server has been asked since.</param>
/// <param name="Left">A lease of the last run at another server, to be given back there.</param>
internal sealed record Acquired(HeldLease Lease, bool IsConfirmed, HeldLease? Left = null);

/// <summary>Gets the first lease of a session: from the servers in order, or, when none answers, the one that the last run left.</summary>
internal sealed class Acquisition(ClientParts parts, LeaseDesk desk, InstanceSlot slot)
{
    private const int RoundsMax = 3;

    /// <summary>A server that asks for more patience is left to the caller, who knows whether somebody waits.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(10);

    private readonly Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

    public async Task<(Acquired? Lease, LicenseRefusal? Refusal)> Run(CancellationToken cancel)
    {
        var left = desk.Left();
        for (var round = 1; ; round++)
        {
            var reply = await AskAll(cancel).ConfigureAwait(false);
            if (reply.IsGood(out var lease, out var why))
                return (new Acquired(lease, IsConfirmed: true, left?.Server == lease.Server ? null : left), null);
            if (why.IsRefusal)
                return (null, why.AsRefusal(parts.Time.Now));
            if (left?.End > parts.Time.Now)
            {
                parts.Notices.Warn($"No server answers; the session goes on under the lease of the last run. {why.Message}");
                return (new Acquired(left, IsConfirmed: false), null);
            }
            var wait = backoff.Next(why.RetryAfter);
            if (round == RoundsMax || wait > PatienceMax)
                return (null, Refuse(why));
            await parts.Clock.Wait(wait, cancel).ConfigureAwait(false);
        }
    }

    /// <returns>The first answer, be it a refusal; else the first failure.</returns>
    private async Task<Reply<HeldLease>> AskAll(CancellationToken cancel)
    {
        Reply<HeldLease>? first = null;
        foreach (var server in parts.Servers)
        {
            var reply = await desk.Activate(server, cancel).ConfigureAwait(false);
            if (reply.IsGood(out _, out var why) || why.IsRefusal)
                return reply;
            first ??= reply;
        }
        return first!;
    }

    private LicenseRefusal Refuse(CallFailure why) =>
        parts.Time.StartedRolledBack && slot.Record.Token is not null
            ? why.AsRefusal(parts.Time.Now) with
            {
                Code = ClientCodes.ClockRolledBack,
                Message =
                    "This machine's clock stands before a time that was seen already, so the kept lease needs a server's word. "
                    + why.Message,
            }
            : why.AsRefusal(parts.Time.Now);
}
