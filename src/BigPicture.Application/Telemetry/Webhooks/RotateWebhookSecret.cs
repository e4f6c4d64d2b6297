using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>A new secret; for a while the old one signs too, so that the receiver can change over in its own time.</summary>
public sealed record RotateWebhookSecret(WebhookId Id) : ICreate<WebhookWithSecret>
{
    public const int OverlapSecondsMax = 7 * 86_400;
    public const int OverlapSecondsUsual = 86_400;

    /// <summary>Null: the server makes one.</summary>
    public string? Secret { get; init; }

    public int OverlapSeconds { get; init; } = OverlapSecondsUsual;
}

internal sealed class RotateWebhookSecretValidator : AbstractValidator<RotateWebhookSecret>
{
    public RotateWebhookSecretValidator()
    {
        RuleFor(request => request.Secret).IsSecretOrAbsent();
        RuleFor(request => (int?)request.OverlapSeconds).IsWholeOrAbsent("overlap_seconds", 0, RotateWebhookSecret.OverlapSecondsMax);
    }
}

internal sealed class RotateWebhookSecretHandler(WebhookDesk desk, WebhookVault vault, FactLog log, TimeProvider clock)
    : IRequestHandler<RotateWebhookSecret, Outcome<WebhookWithSecret>>
{
    public async Task<Outcome<WebhookWithSecret>> Handle(RotateWebhookSecret request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        var webhook = found.Value;
        var secret = request.Secret is { } given ? WebhookSecret.Read(webhook.Signature, given) : WebhookSecret.New();
        if (secret.IsDenied(out denial))
            return denial;

        webhook.Rotate(vault.Seal(webhook.Id, secret.Value), request.OverlapSeconds, Instant.From(clock.GetUtcNow()));
        log.Tell(WebhookAct.SecretRotated(webhook, Instant.From(clock.GetUtcNow())));
        return new WebhookWithSecret(vault.View(webhook), WebhookSecret.Write(webhook.Signature, secret.Value));
    }
}
