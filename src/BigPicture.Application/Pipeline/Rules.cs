using BigPicture.Domain.Shared;
using FluentValidation;
using FluentValidation.Results;

namespace BigPicture.Application.Pipeline;

/// <summary>What validators say of text, names and pages; each problem under its path on the wire.</summary>
internal static class Rules
{
    public static void IsText<T>(this IRuleBuilder<T, string?> rule, string field, int charactersMax) =>
        rule.Check(field, text => text is null ? "is required" : Text.Problem(text, charactersMax));

    public static void IsTextOrAbsent<T>(this IRuleBuilder<T, string?> rule, string field, int charactersMax) =>
        rule.Check(field, text => text is null ? null : Text.Problem(text, charactersMax));

    public static void IsOperatorName<T>(this IRuleBuilder<T, string?> rule, string field) =>
        rule.Check(field, text => text is null ? "is required" : Text.OperatorNameProblem(text));

    public static void IsOperatorNameOrAbsent<T>(this IRuleBuilder<T, string?> rule, string field) =>
        rule.Check(field, text => text is null ? null : Text.OperatorNameProblem(text));

    public static void IsPageLimit<T>(this IRuleBuilder<T, int?> rule) => rule.IsWholeOrAbsent("limit", 1, Paging.LimitMost);

    public static void IsWholeOrAbsent<T>(this IRuleBuilder<T, int?> rule, string field, int least, int most) =>
        rule.Check(field, number => number < least || number > most ? $"must be a whole number from {least} to {most}" : null);

    public static void Check<T, TValue>(this IRuleBuilder<T, TValue> rule, string field, Func<TValue, string?> problem) =>
        rule.Custom(
            (value, context) =>
            {
                if (problem(value) is { } message)
                    context.AddFailure(new ValidationFailure(field, message));
            }
        );
}
