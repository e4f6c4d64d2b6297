using System.Text.Json;
using BigPicture.Domain.Entitlements;
using FluentValidation;
using FluentValidation.Results;

namespace BigPicture.Application.Entitlements;

internal static class PolicyRule
{
    /// <summary>Told together with what else is wrong with the request, so that its caller mends everything at once.</summary>
    public static IRuleBuilderOptionsConditions<T, JsonElement> IsPolicy<T>(
        this IRuleBuilder<T, JsonElement> rule,
        LicenseTypeCatalog types
    ) =>
        rule.Custom(
            (json, context) =>
            {
                if (!Policy.Parse(json, types).IsDenied(out var denial))
                    return;
                foreach (var error in denial.Errors)
                    context.AddFailure(new ValidationFailure(error.Field, error.Message));
            }
        );
}
