using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>It is told what happens from now on.</summary>
public sealed record CreateWebhook(string Url) : ICreate<WebhookWithSecret>
{
    public const int PerOwnerMax = 100;

    /// <summary>With or without their prefix; null or empty: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Null: the server makes one.</summary>
    public string? Secret { get; init; }

    public SignatureKind Signature { get; init; }

    /// <summary>Null: what the caller itself is tied to; for a caller that is tied to nothing, every tenant.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Null: what the caller itself is tied to; for a caller that is tied to nothing, every product.</summary>
    public IReadOnlyList<ProductId>? Products { get; init; }
}

internal sealed class CreateWebhookValidator : AbstractValidator<CreateWebhook>
{
    public CreateWebhookValidator()
    {
        RuleFor(request => request.Url).IsUrlOrAbsent();
        RuleFor(request => request.Events).AreEventsOrAbsent();
        RuleFor(request => request.Secret).IsSecretOrAbsent();
        RuleFor(request => request.Products).AreProductsOrAbsent();
        RuleFor(request => request.Tenant.HasValue ? request.Tenant.Value.Value : null).IsOperatorNameOrAbsent("tenant_id");
    }
}

internal sealed class CreateWebhookHandler(
    IWebhookStore webhooks,
    IWebhookTargets targets,
    IEventReader events,
    WebhookVault vault,
    Caller caller,
    FactLog log,
    IMediator mediator,
    TimeProvider clock
) : IRequestHandler<CreateWebhook, Outcome<WebhookWithSecret>>
{
    public async Task<Outcome<WebhookWithSecret>> Handle(CreateWebhook request, CancellationToken cancel)
    {
        if (targets.Problem(new Uri(request.Url)) is { } problem)
            return Denial.BadField("url", problem);
        if (await RefuseUnknown(request, cancel) is { } unknown)
            return unknown;
        var secret = request.Secret is { } given ? WebhookSecret.Read(request.Signature, given) : WebhookSecret.New();
        if (secret.IsDenied(out var denial))
            return denial;

        var draft = new WebhookDraft(request.Url)
        {
            Tenant = request.Tenant ?? caller.Tenant,
            Events = [.. (request.Events ?? []).Select(type => EventTypes.Parse(type)!).Distinct()],
            Products = request.Products?.ToHashSet() ?? caller.Products,
            Signature = request.Signature,
        };
        if (await webhooks.Count(draft.Tenant ?? TenantId.Vendor, cancel) >= CreateWebhook.PerOwnerMax)
            return Denial.Conflict($"There are {CreateWebhook.PerOwnerMax} webhooks already: delete one that is not needed.");

        var time = clock.GetUtcNow();
        var id = new WebhookId(TypeId.New(time));
        var webhook = Webhook.Create(id, draft, vault.Seal(id, secret.Value), await events.Number(cancel), Instant.From(time));
        webhooks.Add(webhook);
        log.Tell(WebhookAct.Created(webhook, Instant.From(time)));
        return new WebhookWithSecret(vault.View(webhook), WebhookSecret.Write(request.Signature, secret.Value));
    }

    private async Task<Denial?> RefuseUnknown(CreateWebhook request, CancellationToken cancel)
    {
        if (request.Tenant is { } tenant && !caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        foreach (var product in request.Products ?? [])
        {
            if (!caller.Sees(product))
                return Denial.NotFound($"Product '{product}'");
        }
        return (await mediator.Send(new RequireNames(request.Tenant, request.Products ?? []), cancel)).Denial;
    }
}
