using System.Collections.Immutable;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using FluentValidation;

namespace BigPicture.Application.Leasing;

/// <summary>The shape of a report of feature use, under either of its names.</summary>
internal static class UsageRules
{
    private const int FeatureMax = 64;

    /// <param name="isNeeded">Else it may be left out, and empty.</param>
    public static void IsUsage<T>(this IRuleBuilder<T, ImmutableArray<FeatureUse>> rule, string field, bool isNeeded) =>
        rule.Custom(
            (usage, context) =>
            {
                if (usage.IsDefaultOrEmpty)
                {
                    if (isNeeded)
                        context.AddFailure(field, "must have at least one entry");
                    return;
                }
                if (usage.Length > FeatureReport.UsesMax)
                    context.AddFailure(field, $"must be at most {FeatureReport.UsesMax} entries");
                foreach (var (index, use) in usage.Index().Take(FeatureReport.UsesMax))
                {
                    if (Text.Problem(use.Feature, FeatureMax) is { } problem)
                        context.AddFailure($"{field}[{index}].feature", problem);
                    if (use.Count is < 1 or > FeatureUse.CountMax)
                        context.AddFailure($"{field}[{index}].count", $"must be a whole number from 1 to {FeatureUse.CountMax}");
                }
            }
        );
}
