using System.Collections.Immutable;

namespace BigPicture.Domain.Shared;

/// <summary>A refusal that explains itself: what, why, and what the caller can do next. A value, never an exception.</summary>
/// <param name="Message">One sentence for a person, naming the object and the number that matter.</param>
public sealed record Denial(DenialCode Code, string Message)
{
    public EntitlementId? Entitlement { get; init; }

    /// <summary>The pool whose seats are all taken, its limit and use, and the earliest moment at which the request could be granted.</summary>
    public PoolState? Pool { get; init; }

    /// <summary>A plug-in license type's own reason, with <see cref="DenialCode.LicenseTypeDenied"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The rules in the order in which they were asked; the last one is the one that failed.</summary>
    public ImmutableArray<RuleResult> Trace { get; init; } = [];

    /// <summary>What is wrong with each field, with <see cref="DenialCode.BadRequest"/>.</summary>
    public ImmutableArray<FieldError> Errors { get; init; } = [];

    /// <summary>Seconds after which a retry makes sense, where the server knows.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>What a plug-in threw or did wrong: for the log, never told to the caller.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Everything that is wrong with a request, at least one thing.</summary>
    public static Denial BadFields(ImmutableArray<FieldError> errors) =>
        new(
            DenialCode.BadRequest,
            errors.Length == 1
                ? $"{errors[0].Field}: {errors[0].Message}."
                : $"{errors[0].Field}: {errors[0].Message}; {errors.Length - 1} more in details.errors."
        )
        {
            Errors = errors,
        };

    public static Denial Conflict(string message) => new(DenialCode.Conflict, message);

    public static Denial BadField(string field, string message) => BadFields([new FieldError(field, message)]);

    public static Denial NotFound(string what) => new(DenialCode.NotFound, $"{what} does not exist.");
}

/// <param name="Field">A dotted path as on the wire: <c>policy_json.max_seats</c>.</param>
public sealed record FieldError(string Field, string Message);

/// <param name="NextSeatAt">When the request could be granted if nobody renewed; null when no end is known.</param>
public sealed record PoolState(string Name, long Limit, long InUse, Instant? NextSeatAt);
