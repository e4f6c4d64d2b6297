using BigPicture.Client.Servers;
using BigPicture.Client.State;
using BigPicture.Protocol.Revocations;
using BigPicture.Protocol.Tokens;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Sessions;

/// <summary>Asks servers for the lease of one session, and takes nothing that was not verified.</summary>
internal sealed class LeaseDesk(ClientParts parts, LicenseRequest request, InstanceSlot slot)
{
    // A lease that nobody gave back belongs to a process that is gone: whoever was it is fenced out.
    private bool takeover = slot.Record.Token is not null;

    public async Task<Reply<HeldLease>> Activate(ServerLink server, CancellationToken cancel)
    {
        var reply = await server.Activate(Body(), cancel).ConfigureAwait(false);
        if (!reply.IsGood(out _, out var why) && why.Code == ErrorCodes.Conflict && slot.Record is { Token: { } left })
        {
            // The lease that was left carries other features: it makes way for the one that is asked for now.
            await server.Release(left, cancel).ConfigureAwait(false);
            reply = await server.Activate(Body(), cancel).ConfigureAwait(false);
        }
        if (!reply.IsGood(out var answer, out why))
            return new Reply<HeldLease>(why);
        var taken = Accept(server, answer);
        if (taken.IsGood(out _, out _))
            takeover = false;
        else
            // A seat that cannot be used is not kept either.
            await server.Release(answer.Token, cancel).ConfigureAwait(false);
        return taken;
    }

    public async Task<Reply<HeldLease>> Renew(ServerLink server, HeldLease lease, CancellationToken cancel)
    {
        var reply = await server.Renew(lease.Token.Text, cancel).ConfigureAwait(false);
        return reply.IsGood(out var answer, out var why) ? Accept(server, answer) : new Reply<HeldLease>(why);
    }

    /// <summary>The lease that the last run left, verified again as if it came from a stranger.</summary>
    /// <returns>Null when there is none, or none that holds.</returns>
    public HeldLease? Left()
    {
        if (parts.Time.StartedRolledBack || slot.Record is not { Token: { } token, Server: { } address })
            return null;
        var server = parts.Servers.FirstOrDefault(known => known.Address == address);
        if (server is null || Verify(token, parts.Time.Now) != LeaseTokenError.None || !LeaseToken.TryRead(token, out var read, out _))
            return null;
        var isRevoked = parts.Revocations.Find(read) != RevokedBy.Nothing;
        return !isRevoked && IsOurs(read.Claims) && FitsRequest(read.Claims) ? new HeldLease(server, read) : null;
    }

    /// <summary>The lease is over: no later start may go on under it.</summary>
    public void Forget() => slot.Clear();

    private Reply<HeldLease> Accept(ServerLink server, LeaseAnswer answer)
    {
        var error = Verify(answer.Token, answer.ServerTime);
        if (error != LeaseTokenError.None || !LeaseToken.TryRead(answer.Token, out var token, out error))
            return Unfit(server, $"{error}.");
        if (!IsOurs(token.Claims))
            return Unfit(server, "it is for somebody else.");
        if (parts.Revocations.Find(token) is not RevokedBy.Nothing and var revoked)
            return Unfit(server, $"the revocation list names its {revoked}.");

        // Whoever holds a certified key is believed about the time, unless it lies before what is known for sure.
        if (!parts.Time.Hear(answer.ServerTime))
        {
            parts.Notices.Warn($"The clock of {server.Address} is behind what was seen before; it is not believed.");
            error = Verify(answer.Token, parts.Time.Now);
            if (error != LeaseTokenError.None)
                return Unfit(server, $"{error}.");
        }
        slot.Keep(server.Address, token.Text);
        parts.KeepTime();
        return new Reply<HeldLease>(new HeldLease(server, token));
    }

    private LeaseTokenError Verify(string token, DateTimeOffset now) => parts.Verifier.Verify(token, now, parts.MachineId).Error;

    private bool IsOurs(LeaseTokenClaims claims) =>
        claims.Session == slot.Instance && claims.Subject == SubjectOf(claims) && (parts.Tenant is null || parts.Tenant == claims.Tenant);

    private string SubjectOf(LeaseTokenClaims claims) =>
        request.Subject.Type == SubjectTypes.User
            ? LeaseSubject.User(request.Subject.Id!)
            : LeaseSubject.Machine(parts.MachineId, claims.BindMachine);

    private bool FitsRequest(LeaseTokenClaims claims) =>
        (request.EntitlementId is null || request.EntitlementId == claims.Entitlement)
        && (request.Features is null || request.Features.All(claims.Features.Contains));

    private static Reply<HeldLease> Unfit(ServerLink server, string reason) =>
        new(
            new CallFailure(server.Address, $"{server.Address} granted a lease that cannot be taken: {reason}")
            {
                ClientCode = ClientCodes.LeaseNotVerified,
            }
        );

    private ActivateRequest Body() =>
        new()
        {
            ProductId = parts.Product,
            TenantId = parts.Tenant,
            EntitlementId = request.EntitlementId,
            SubjectType = request.Subject.Type,
            SubjectId = request.Subject.Id ?? parts.MachineId,
            MachineId = parts.MachineId,
            SessionId = slot.Instance,
            Takeover = takeover ? true : null,
            Features = request.Features,
            Duration = request.Duration is { } duration ? (int)duration.TotalSeconds : null,
        };
}
