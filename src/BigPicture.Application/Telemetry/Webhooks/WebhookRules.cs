using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using FluentValidation.Results;

namespace BigPicture.Application.Telemetry.Webhooks;

internal static class WebhookRules
{
    private const int SecretMax = 200;

    public static void IsUrlOrAbsent<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Check("url", url => url is null ? null : WebhookUrl.Problem(url));

    public static void IsSecretOrAbsent<T>(this IRuleBuilder<T, string?> rule) => rule.IsTextOrAbsent("secret", SecretMax);

    public static void AreEventsOrAbsent<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Custom(
            (types, context) =>
            {
                if (types is null)
                    return;
                if (types.Count > EventTypes.Names.Count)
                    context.AddFailure(new ValidationFailure("events", $"must be at most {EventTypes.Names.Count} types"));
                foreach (var (index, type) in types.Index().Take(EventTypes.Names.Count))
                {
                    if (EventTypes.Parse(type) is null)
                        context.AddFailure(
                            new ValidationFailure($"events[{index}]", "must be the type of an event, such as bigpicture.license.issued")
                        );
                }
            }
        );

    public static void AreProductsOrAbsent<T>(this IRuleBuilder<T, IReadOnlyList<ProductId>?> rule) =>
        rule.Custom(
            (products, context) =>
            {
                if (products is { Count: < 1 or > Webhook.ProductsMax })
                    context.AddFailure(new ValidationFailure("products", $"must name 1–{Webhook.ProductsMax} products"));
                foreach (var (index, product) in (products ?? []).Index().Take(Webhook.ProductsMax))
                {
                    if (Text.OperatorNameProblem(product.Value) is { } problem)
                        context.AddFailure(new ValidationFailure($"products[{index}]", problem));
                }
            }
        );
}
