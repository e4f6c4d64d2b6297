using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// Which entitlement serves a request: those on which its key holds a lease first, then active ones by their end, then by id; the
/// first that grants. Where none does, one refusal: of the one that came furthest on the ladder.
/// </summary>
internal sealed class LeaseCandidates(IMediator mediator, ILeaseReader leases, ILedgerTime time, TimeProvider clock)
{
    private const int StaleTriesMax = 3;

    /// <summary>Tries what is cached; what that refuses is read afresh and asked again before anybody is told.</summary>
    public async Task<ActResult> FirstThatGrants(
        LeaseApplication asked,
        Func<IEntitlementView, Lease, Grant, Task<ActResult>> take,
        CancellationToken cancel
    )
    {
        var cached = await Find(asked, fresh: false, cancel);
        var result = await FirstThatGrants(asked, cached, take, cancel);
        if (result is not ActResult.Refused { Denial.Code: not DenialCode.Unavailable })
            return result;

        // The clock was read before too: what has just begun by another server's would still lie ahead.
        var isEarly = cached.Any(view => !view.IsActiveAt(time.Now));
        if (isEarly)
            await time.Refresh(cancel);
        var fresh = await Find(asked, fresh: true, cancel);
        return IsSame(cached, fresh) && !isEarly ? result : await FirstThatGrants(asked, fresh, take, cancel);
    }

    /// <summary>Every entitlement that could serve the request, in the order in which they are asked.</summary>
    public async Task<IReadOnlyList<IEntitlementView>> Find(LeaseApplication asked, bool fresh, CancellationToken cancel)
    {
        var found = await mediator.Send(new FindEntitlements(asked.Tenant!.Value, asked.Product, fresh), cancel);
        if (asked.Entitlement is { } only)
            found = [.. found.Where(view => view.Id == only)];
        if (found.Count < 2)
            return found;

        var now = time.Now;
        var keys = found.ToDictionary(view => asked.KeyOf(view.Id), view => view.Id);
        var held = (await leases.LiveKeys(asked.Tenant.Value, [.. keys.Keys], time.Trusted, cancel)).Select(key => keys[key]).ToHashSet();
        return
        [
            .. found
                .OrderByDescending(view => held.Contains(view.Id))
                .ThenByDescending(view => view.IsActiveAt(now))
                .ThenBy(view => view.EffectiveEnd(now) ?? Instant.MaxValue)
                .ThenBy(view => view.Id),
        ];
    }

    /// <summary>Asks one entitlement, and the ledger if it grants.</summary>
    public async Task<ActResult> Ask(
        LeaseApplication asked,
        IEntitlementView view,
        Func<IEntitlementView, Lease, Grant, Task<ActResult>> take,
        CancellationToken cancel
    )
    {
        var key = asked.KeyOf(view.Id);
        for (var tries = 0; tries < StaleTriesMax; tries++)
        {
            var evaluation = await Evaluate(asked, view, asked.Ask(key), cancel);
            if (evaluation.IsDenied(out var denial))
                return denial with { Entitlement = view.Id };

            var result = await take(view, LeaseOf(asked, view, key, evaluation.Value), evaluation.Value);
            if (result is not ActResult.Stale)
                return result;
            if (await mediator.Send(new FindEntitlement(view.Tenant, view.Id, Fresh: true), cancel) is not { } fresh)
                return NoEntitlement(asked);
            view = fresh;
        }
        return new Denial(DenialCode.Unavailable, $"{view.Id} is being changed again and again; try once more.") { RetryAfterSeconds = 1 };
    }

    public static Activation ActOf(
        LeaseApplication asked,
        IEntitlementView view,
        Lease lease,
        Grant grant,
        SigningTerms signing,
        bool takeover
    ) =>
        new(lease, grant, signing, (held, now) => HeldLease.Evaluate(view, held, now), takeover, NamesFeatures: asked.Features is not null);

    public static Denial NoEntitlement(LeaseApplication asked) =>
        new(
            DenialCode.NoEntitlement,
            $"Tenant '{asked.Tenant}' has no {(asked.Entitlement is { } id ? $"entitlement {id}" : "entitlement")} for product '{asked.Product}'."
        )
        {
            Trace = [new RuleResult(Rule.EntitlementActive, false)],
        };

    /// <summary>How far a request came; the further, the more a refusal helps.</summary>
    public static int Rung(Denial denial) => denial.Trace.IsDefaultOrEmpty ? -1 : (int)denial.Trace[^1].Rule;

    private async Task<ActResult> FirstThatGrants(
        LeaseApplication asked,
        IReadOnlyList<IEntitlementView> views,
        Func<IEntitlementView, Lease, Grant, Task<ActResult>> take,
        CancellationToken cancel
    )
    {
        ActResult.Refused? nearest = null;
        foreach (var view in views)
        {
            var result = await Ask(asked, view, take, cancel);
            if (result is not ActResult.Refused refused || refused.Denial.Code == DenialCode.Unavailable)
                return result;
            if (nearest is null || Rung(refused.Denial) > Rung(nearest.Denial))
                nearest = refused;
        }
        return nearest ?? (ActResult)NoEntitlement(asked);
    }

    /// <summary>
    /// Blocks are the ledger's business, so a grant is decided without them and the ledger looks under its lock; but a refusal that
    /// lies behind the block's rung must name the block.
    /// </summary>
    private async Task<Outcome<Grant>> Evaluate(LeaseApplication asked, IEntitlementView view, LeaseAsk ask, CancellationToken cancel)
    {
        var now = time.Now;
        var evaluation = view.Evaluate(ask, now, blockedUntil: null);
        if (!evaluation.IsDenied(out var denial) || Rung(denial) <= (int)Rule.Blocked)
            return evaluation;
        return await leases.BlockedUntil(view.Tenant, view.Id, asked.Subject, cancel) is { } until
            ? view.Evaluate(ask, now, until)
            : evaluation;
    }

    private Lease LeaseOf(LeaseApplication asked, IEntitlementView view, LeaseKey key, Grant grant) =>
        new()
        {
            Tenant = view.Tenant,
            Id = new LeaseId(TypeId.New(clock.GetUtcNow())),
            Key = key,
            Entitlement = view.Id,
            Product = view.Product,
            LicenseType = grant.LicenseType,
            SubjectKind = asked.Subject.Kind,
            SubjectId = asked.Subject.Id,
            MachineId = asked.MachineId,
            SessionId = asked.SessionId,
            Features = grant.Features,
            AskedSeconds = asked.DurationSeconds,
            CreatedAt = default,
        };

    private static bool IsSame(IReadOnlyList<IEntitlementView> a, IReadOnlyList<IEntitlementView> b) =>
        a.Select(view => (view.Id, view.Version)).SequenceEqual(b.Select(view => (view.Id, view.Version)));
}
