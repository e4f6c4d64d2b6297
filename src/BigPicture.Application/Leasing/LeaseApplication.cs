using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using FluentValidation;

namespace BigPicture.Application.Leasing;

/// <summary>What an application asks a lease for.</summary>
public sealed record LeaseApplication
{
    public const int DurationSecondsLeast = 60;
    public const int DurationSecondsMost = 7_776_000;
    public const int IdMax = 128;
    public const int FeaturesMost = 256;

    /// <summary>May be left out by a caller that is tied to one.</summary>
    public TenantId? Tenant { get; init; }

    public required ProductId Product { get; init; }

    /// <summary>This one and no other; null: whichever grants.</summary>
    public EntitlementId? Entitlement { get; init; }

    public required Subject Subject { get; init; }
    public string? MachineId { get; init; }
    public string? SessionId { get; init; }

    /// <summary>Null: all features that have no pool of their own.</summary>
    public ImmutableArray<string>? Features { get; init; }

    public int? DurationSeconds { get; init; }

    /// <summary>The tenant that is asked for, or why the caller may not ask.</summary>
    internal Outcome<TenantId> TenantFor(Caller caller)
    {
        if ((Tenant ?? caller.Tenant) is not { } tenant)
            return Denial.BadField("tenant_id", "is required, as the API token is not tied to one tenant");
        if (!caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        return caller.Sees(Product) ? tenant : Denial.NotFound($"Product '{Product}'");
    }

    /// <summary>
    /// The same with a session: where the application told neither machine nor session, the idempotency key stands for the session,
    /// so that a retry finds its lease; without one each request is a session of its own.
    /// </summary>
    internal LeaseApplication WithSession(Caller caller, TimeProvider clock) =>
        MachineId is not null || SessionId is not null
            ? this
            : this with
            {
                SessionId = caller.IdempotencyKey is { } key
                    ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Token}\n{key}"))[..16])
                    : TypeId.New(clock.GetUtcNow()).ToString("N"),
            };

    internal LeaseKey KeyOf(EntitlementId entitlement) => LeaseKey.Of(entitlement, Subject, MachineId, SessionId);

    internal LeaseAsk Ask(LeaseKey key) =>
        new(
            new LeaseRequest
            {
                SubjectKind = Subject.Kind,
                SubjectId = Subject.Id,
                MachineId = MachineId,
                SessionId = SessionId,
                LeaseKey = key.ToString(),
            },
            DurationSeconds,
            Features
        );
}

internal sealed class LeaseApplicationValidator : AbstractValidator<LeaseApplication>
{
    public LeaseApplicationValidator()
    {
        RuleFor(asked => asked.Product.Value).IsOperatorName("product_id");
        RuleFor(asked => asked.Tenant).Check("tenant_id", tenant => tenant is { } id ? Text.OperatorNameProblem(id.Value) : null);
        RuleFor(asked => asked.Subject.Id).IsText("subject_id", LeaseApplication.IdMax);
        RuleFor(asked => asked.MachineId).IsTextOrAbsent("machine_id", LeaseApplication.IdMax);
        RuleFor(asked => asked.SessionId).IsTextOrAbsent("session_id", LeaseApplication.IdMax);
        RuleFor(asked => asked.DurationSeconds)
            .IsWholeOrAbsent("duration", LeaseApplication.DurationSecondsLeast, LeaseApplication.DurationSecondsMost);
        RuleFor(asked => asked.Features)
            .Check(
                "features",
                features =>
                    features is not { } names ? null
                    : names.Length > LeaseApplication.FeaturesMost ? $"must be at most {LeaseApplication.FeaturesMost} names"
                    : names.Distinct(StringComparer.Ordinal).Count() != names.Length ? "must not name a feature twice"
                    : null
            );
    }
}
