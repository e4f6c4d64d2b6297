using System.Collections.Immutable;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Routing;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Wire;
using FeatureUse = BigPicture.Domain.Leasing.FeatureUse;
using LeaseAnswer = BigPicture.Protocol.Wire.LeaseAnswer;

namespace BigPicture.Host.Leasing;

internal static class LeaseWire
{
    public static Outcome<LeaseApplication> ToApplication(ActivateRequest body)
    {
        var entitlement = Ids.EntitlementOrNull("entitlement_id", body.EntitlementId);
        if (entitlement.IsDenied(out var denial))
            return denial;
        if (ToKind(body.SubjectType) is not { } kind)
            return Denial.BadField("subject_type", $"must be one of {SubjectTypes.User}, {SubjectTypes.Machine}");
        return new LeaseApplication
        {
            Tenant = Ids.TenantOrNull(body.TenantId),
            Product = new ProductId(body.ProductId),
            Entitlement = entitlement.Value,
            Subject = new Subject(kind, body.SubjectId),
            MachineId = body.MachineId,
            SessionId = body.SessionId,
            Features = body.Features?.ToImmutableArray(),
            DurationSeconds = body.Duration,
        };
    }

    public static SubjectKind? ToKind(string word) =>
        word switch
        {
            SubjectTypes.User => SubjectKind.User,
            SubjectTypes.Machine => SubjectKind.Machine,
            _ => null,
        };

    public static ImmutableArray<FeatureUse> ToUsage(IReadOnlyList<Protocol.Wire.FeatureUse>? usage) =>
        usage is null ? default : [.. usage.Select(use => new FeatureUse(use.Feature, use.Count, Instant.From(use.At)))];

    public static LeaseAnswer ToWire(Application.Leasing.LeaseAnswer answer)
    {
        var lease = answer.Lease;
        return new LeaseAnswer
        {
            LeaseId = lease.Id.ToString(),
            Token = answer.Token,
            Status = LeaseStatuses.Active,
            EntitlementId = lease.Entitlement.ToString(),
            TenantId = lease.Tenant.Value,
            ProductId = lease.Product.Value,
            LicenseType = lease.LicenseType,
            SubjectType = WordOf(lease.SubjectKind),
            SubjectId = lease.SubjectId,
            MachineId = lease.MachineId,
            SessionId = lease.SessionId,
            Features = lease.Features,
            Overdraft = lease.Overdraft,
            Generation = lease.Generation,
            IssuedAt = lease.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = lease.ExpiresAt.ToDateTimeOffset(),
            GraceUntil = Times.OrNull(lease.GraceUntil),
            RenewAfter = lease.RenewAfter.ToDateTimeOffset(),
            DurationCut = answer.DurationCut ? true : null,
            ServerTime = answer.Now.ToDateTimeOffset(),
        };
    }

    public static LeaseView ToView(LeaseRecord record, Instant now)
    {
        var lease = record.Lease;
        var state = record.StateAt(now);
        var isEndedByBook = lease.State == LeaseState.Live && state == LeaseState.Revoked;
        return new LeaseView
        {
            LeaseId = lease.Id.ToString(),
            Status = WordOf(state),
            EntitlementId = lease.Entitlement.ToString(),
            TenantId = lease.Tenant.Value,
            ProductId = lease.Product.Value,
            LicenseType = lease.LicenseType,
            SubjectType = WordOf(lease.SubjectKind),
            SubjectId = lease.SubjectId,
            MachineId = lease.MachineId,
            SessionId = lease.SessionId,
            Features = lease.Features,
            Overdraft = lease.Overdraft,
            Generation = lease.Generation,
            IssuedAt = lease.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = lease.ExpiresAt.ToDateTimeOffset(),
            GraceUntil = Times.OrNull(lease.GraceUntil),
            RenewAfter = lease.RenewAfter.ToDateTimeOffset(),
            EndedAt = Times.OrNull(
                state == LeaseState.Live ? null
                : isEndedByBook ? record.RevokedBefore
                : EndOf(lease)
            ),
            Reason = isEndedByBook ? record.RevokeReason : lease.EndReason,
        };
    }

    public static UsageAnswer ToWire(CountedUsage counted) => new() { LeaseId = counted.Lease.ToString(), Counted = counted.Counted };

    public static ReleaseAnswer ToReleased(EndedLease lease) =>
        new()
        {
            LeaseId = lease.Id.ToString(),
            Status = WordOf(lease.State),
            ReleasedAt = lease.At.ToDateTimeOffset(),
        };

    public static ValidateAnswer ToWire(Validation validation, Instant now)
    {
        var answer = new ValidateAnswer
        {
            Active = validation.Denial is null,
            Code = validation.Denial is { } denial ? ProblemTable.Of(denial.Code).Code : null,
        };
        if (validation.Record is not { } record)
            return answer;

        var view = ToView(record, now);
        return answer with
        {
            LeaseId = view.LeaseId,
            Status = view.Status,
            EntitlementId = view.EntitlementId,
            TenantId = view.TenantId,
            ProductId = view.ProductId,
            LicenseType = view.LicenseType,
            SubjectType = view.SubjectType,
            SubjectId = view.SubjectId,
            MachineId = view.MachineId,
            SessionId = view.SessionId,
            Features = view.Features,
            Overdraft = view.Overdraft,
            Generation = view.Generation,
            IssuedAt = view.IssuedAt,
            ExpiresAt = view.ExpiresAt,
            GraceUntil = view.GraceUntil,
            RenewAfter = view.RenewAfter,
        };
    }

    public static ActiveLease ToActive(LeaseRecord record) =>
        new()
        {
            LeaseId = record.Lease.Id.ToString(),
            SubjectType = WordOf(record.Lease.SubjectKind),
            SubjectId = record.Lease.SubjectId,
            MachineId = record.Lease.MachineId,
            SessionId = record.Lease.SessionId,
            Features = record.Lease.Features,
            IssuedAt = record.Lease.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = record.Lease.ExpiresAt.ToDateTimeOffset(),
        };

    public static string WordOf(LeaseState state) =>
        state switch
        {
            LeaseState.Live => LeaseStatuses.Active,
            LeaseState.Released => LeaseStatuses.Released,
            LeaseState.Revoked => LeaseStatuses.Revoked,
            LeaseState.Expired => LeaseStatuses.Expired,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };

    private static string WordOf(SubjectKind kind) => kind == SubjectKind.User ? SubjectTypes.User : SubjectTypes.Machine;

    /// <summary>A lease that ran out may not have been written down yet: it ended when its time was up.</summary>
    private static Instant EndOf(Lease lease) => lease.EndedAt ?? lease.EndsAt;
}
