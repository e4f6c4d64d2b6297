using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Entitlements;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Entitlements;

/// <summary>Changes what is given and leaves the rest; a policy is replaced whole.</summary>
public sealed record ChangeEntitlement(EntitlementId Id) : ICommand<EntitlementView>
{
    public JsonElement? Policy { get; init; }

    public Instant? StartsAt { get; init; }

    /// <summary>A given null makes it perpetual.</summary>
    public Patch<Instant?> EndsAt { get; init; }

    public bool? AutoRenew { get; init; }

    /// <summary>A given null takes the period away.</summary>
    public Patch<int?> RenewalDays { get; init; }

    /// <summary>Live leases end with the change. False: a change that they stand in the way of is refused.</summary>
    public bool RevokeActiveLeases { get; init; }
}

internal sealed class ChangeEntitlementValidator : AbstractValidator<ChangeEntitlement>
{
    public ChangeEntitlementValidator(LicenseTypeCatalog types)
    {
        RuleFor(request => request.Policy!.Value).IsPolicy(types).When(request => request.Policy.HasValue);
        RuleFor(request => request.RenewalDays.Or(null)).IsWholeOrAbsent("renewal_days", 1, Validity.RenewalDaysMost);
    }
}

internal sealed class ChangeEntitlementHandler(EntitlementDesk desk, LicenseTypeCatalog types, ILedgerTime time)
    : IRequestHandler<ChangeEntitlement, Outcome<EntitlementView>>
{
    private const string RevokeReason = "The entitlement was changed, and its live leases were ended with the change.";

    public async Task<Outcome<EntitlementView>> Handle(ChangeEntitlement request, CancellationToken cancel)
    {
        var found = await desk.FindForChange(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var read = Read(request);
        if (read.IsDenied(out denial))
            return denial;

        var now = time.Now;
        var entitlement = found.Value;
        var policy = entitlement.Policy;
        var end = entitlement.EffectiveEnd(now);
        var facts = entitlement.Change(read.Value, now);
        if (facts.IsDenied(out denial))
            return denial;
        // Nothing changed, so there is nothing that leases could stand in the way of, or end with.
        if (facts.Value.IsEmpty)
            return EntitlementView.Of(entitlement, now);

        return await desk.Record(
            entitlement,
            facts.Value,
            now,
            cancel,
            change =>
                change with
                {
                    Guard = request.RevokeActiveLeases ? null : GuardOf(policy, entitlement.Policy),
                    RevokeLeases = request.RevokeActiveLeases ? RevokeReason : null,
                    CutLeasesAt = CutAt(end, entitlement.EffectiveEnd(now)),
                }
        );
    }

    private Outcome<EntitlementChange> Read(ChangeEntitlement request)
    {
        Policy? policy = null;
        if (request.Policy is { } json)
        {
            var parsed = Policy.Parse(json, types);
            if (parsed.IsDenied(out var denial))
                return denial;
            policy = parsed.Value;
        }
        return new EntitlementChange
        {
            Policy = policy,
            StartsAt = request.StartsAt,
            EndsAt = request.EndsAt,
            AutoRenew = request.AutoRenew,
            RenewalDays = request.RenewalDays,
        };
    }

    private static BookGuard? GuardOf(Policy before, Policy after)
    {
        var otherType = before.LicenseType != after.LicenseType;
        var lost = before.PoolsLostIn(after);
        return otherType || lost.Length > 0 ? new BookGuard(otherType, lost) : null;
    }

    private static Instant? CutAt(Instant? before, Instant? after) => after is { } end && !(before <= end) ? end : null;
}
