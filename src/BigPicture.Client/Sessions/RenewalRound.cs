using BigPicture.Client.Servers;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Sessions;

/// <summary>How one try to renew ended.</summary>
internal abstract record RoundResult
{
    /// <param name="Lease">It goes on under this lease.</param>
    /// <param name="Left">The lease that was left behind at a server that is away, to be given back there.</param>
    internal sealed record Renewed(HeldLease Lease, HeldLease? Left = null) : RoundResult;

    /// <param name="Why">It is over.</param>
    internal sealed record Over(CallFailure Why) : RoundResult;

    /// <param name="Why">Nothing is decided; to be tried again.</param>
    internal sealed record Failed(CallFailure Why) : RoundResult;
}

/// <summary>
/// One try to renew: at the server that granted, and when that is away at the others in order. A server that does not know the
/// lease is asked for one of its own.
/// </summary>
/// <param name="finish">Ends calls that may take a seat: not with the session, since nobody would give the seat back.</param>
internal sealed class RenewalRound(ClientParts parts, LeaseDesk desk, CancellationToken stop, CancellationToken finish)
{
    /// <param name="mayMove">Whether a seat may be taken elsewhere: not at the first hiccup of the own server.</param>
    public async Task<RoundResult> Run(HeldLease lease, bool mayMove)
    {
        var own = await desk.Renew(lease.Server, lease, stop).ConfigureAwait(false);
        if (own.IsGood(out var renewed, out var why))
            return new RoundResult.Renewed(renewed);
        if (IsOver(why))
            return new RoundResult.Over(why);
        if (IsUnknown(why))
            return await TakeAgain(lease, why).ConfigureAwait(false);
        if (why.IsRefusal)
            return new RoundResult.Failed(why);

        foreach (var other in parts.Servers.Where(server => server != lease.Server))
        {
            if (await Ask(other, lease, mayMove).ConfigureAwait(false) is { } result)
                return result;
        }
        return new RoundResult.Failed(why);
    }

    /// <summary>A machine that slept, or a server that was restored, has let it run out; a free seat lets the session go on.</summary>
    private async Task<RoundResult> TakeAgain(HeldLease lease, CallFailure why)
    {
        var reply = await desk.Activate(lease.Server, finish).ConfigureAwait(false);
        if (reply.IsGood(out var taken, out var refused))
            return new RoundResult.Renewed(taken);
        return why.Code == ErrorCodes.LeaseExpired && refused.IsRefusal ? new RoundResult.Over(refused) : new RoundResult.Failed(refused);
    }

    /// <returns>Null: ask the next one.</returns>
    private async Task<RoundResult?> Ask(ServerLink other, HeldLease lease, bool mayMove)
    {
        var reply = await desk.Renew(other, lease, stop).ConfigureAwait(false);
        if (reply.IsGood(out var renewed, out var why))
            return new RoundResult.Renewed(renewed);
        if (IsOver(why))
            return new RoundResult.Over(why);
        if (!IsUnknown(why) || !mayMove)
            return null;
        var taken = await desk.Activate(other, finish).ConfigureAwait(false);
        return taken.IsGood(out var moved, out _) ? new RoundResult.Renewed(moved, Left: lease) : null;
    }

    private static bool IsOver(CallFailure why) =>
        why.Code is ErrorCodes.LeaseRevoked or ErrorCodes.LeaseReleased or ErrorCodes.LeaseSuperseded;

    private static bool IsUnknown(CallFailure why) => why.Code is ErrorCodes.LeaseExpired or ErrorCodes.TokenInvalid or ErrorCodes.NotFound;
}
