using System.Text.Json.Serialization;
using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace BigPicture.Application.Edge;

/// <param name="Scopes">Their words, each once.</param>
public sealed record CreateApiToken(string Name, IReadOnlyList<string> Scopes) : ICreate<CreatedApiToken>
{
    /// <summary>Null: what the caller itself is tied to; for a caller that is tied to nothing, every tenant.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Null: what the caller itself is tied to; for a caller that is tied to nothing, every product.</summary>
    public IReadOnlyList<ProductId>? Products { get; init; }

    /// <summary>Null: never.</summary>
    public Instant? ExpiresAt { get; init; }
}

/// <param name="Secret">Null in the answer to a repeat: it is shown once and kept nowhere.</param>
public sealed record CreatedApiToken(ApiTokenView Token, [property: JsonIgnore] string? Secret = null);

internal sealed class CreateApiTokenValidator : AbstractValidator<CreateApiToken>
{
    public CreateApiTokenValidator()
    {
        RuleFor(request => request.Name).IsText("name", ApiToken.NameMax);
        RuleFor(request => request.Scopes).Custom(CheckScopes);
        RuleFor(request => request.Tenant.HasValue ? request.Tenant.Value.Value : null).IsOperatorNameOrAbsent("tenant_id");
        RuleFor(request => request.Products).Custom(CheckProducts);
    }

    private static void CheckScopes(IReadOnlyList<string>? words, ValidationContext<CreateApiToken> context)
    {
        if (words is null or [])
            context.AddFailure(new ValidationFailure("scopes", "must name at least one scope"));
        var all = Scopes.All.Words();
        foreach (var (index, word) in (words ?? []).Index().Take(all.Count + 1))
        {
            if (ScopeWords.Parse(word) is null)
                context.AddFailure(new ValidationFailure($"scopes[{index}]", $"must be one of {string.Join(", ", all)}"));
            else if (words!.Take(index).Contains(word))
                context.AddFailure(new ValidationFailure($"scopes[{index}]", $"repeats '{word}'"));
        }
    }

    private static void CheckProducts(IReadOnlyList<ProductId>? products, ValidationContext<CreateApiToken> context)
    {
        if (products is { Count: < 1 or > ApiToken.ProductsMax })
            context.AddFailure(new ValidationFailure("products", $"must name 1–{ApiToken.ProductsMax} products"));
        foreach (var (index, product) in (products ?? []).Index().Take(ApiToken.ProductsMax))
        {
            if (Text.OperatorNameProblem(product.Value) is { } problem)
                context.AddFailure(new ValidationFailure($"products[{index}]", problem));
        }
    }
}

internal sealed class CreateApiTokenHandler(IApiTokenStore tokens, Caller caller, FactLog log, IMediator mediator, TimeProvider clock)
    : IRequestHandler<CreateApiToken, Outcome<CreatedApiToken>>
{
    public async Task<Outcome<CreatedApiToken>> Handle(CreateApiToken request, CancellationToken cancel)
    {
        var scopes = request.Scopes.Aggregate(Scopes.None, (some, word) => some | ScopeWords.Parse(word)!.Value);
        if (RefuseBeyondCaller(request, scopes) is { } refused)
            return refused;
        var known = await mediator.Send(new RequireNames(request.Tenant, request.Products ?? []), cancel);
        if (known.IsDenied(out var denial))
            return denial;

        var time = clock.GetUtcNow();
        var now = Instant.From(time);
        var draft = new ApiTokenDraft(request.Name, scopes)
        {
            Tenant = request.Tenant ?? caller.Tenant,
            Products = request.Products?.ToHashSet() ?? caller.Products,
            ExpiresAt = request.ExpiresAt,
        };
        var secret = ApiTokenSecret.New();
        var created = ApiToken.Create(new ApiTokenId(TypeId.New(time)), draft, ApiTokenHash.Of(secret), now);
        if (created.IsDenied(out denial))
            return denial;

        tokens.Add(created.Value);
        log.Tell(new ApiTokenCreated(created.Value, now));
        return new CreatedApiToken(ApiTokenView.Of(created.Value), secret);
    }

    /// <summary>Nobody hands out more than it has. The server itself, which has no token, may hand out anything.</summary>
    private Denial? RefuseBeyondCaller(CreateApiToken request, Scopes scopes)
    {
        if (request.Tenant is { } tenant && !caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        foreach (var product in request.Products ?? [])
        {
            if (!caller.Sees(product))
                return Denial.NotFound($"Product '{product}'");
        }
        var missing = caller.Token is null ? Scopes.None : scopes & ~caller.Scopes;
        return missing == Scopes.None
            ? null
            : new Denial(
                DenialCode.Forbidden,
                $"This API token cannot grant {string.Join(", ", missing.Words())}, which it does not have itself. Use one that has."
            );
    }
}
