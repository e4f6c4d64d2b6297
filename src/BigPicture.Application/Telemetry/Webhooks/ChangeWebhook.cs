using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using BigPicture.Domain.Telemetry;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Webhooks;

/// <summary>Leads it elsewhere, tells it other events, or switches it off and on: then it goes on where it stopped.</summary>
public sealed record ChangeWebhook(WebhookId Id) : ICommand<WebhookView>
{
    public const string SwitchedOff = "switched_off";

    /// <summary>Null: as it is.</summary>
    public string? Url { get; init; }

    /// <summary>Null: as they are; empty: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Null: as it is.</summary>
    public bool? Enabled { get; init; }
}

internal sealed class ChangeWebhookValidator : AbstractValidator<ChangeWebhook>
{
    public ChangeWebhookValidator()
    {
        RuleFor(request => request.Url).IsUrlOrAbsent();
        RuleFor(request => request.Events).AreEventsOrAbsent();
    }
}

internal sealed class ChangeWebhookHandler(WebhookDesk desk, IWebhookTargets targets, WebhookVault vault, FactLog log, TimeProvider clock)
    : IRequestHandler<ChangeWebhook, Outcome<WebhookView>>
{
    public async Task<Outcome<WebhookView>> Handle(ChangeWebhook request, CancellationToken cancel)
    {
        var found = await desk.Find(request.Id, cancel);
        if (found.IsDenied(out var denial))
            return denial;
        if (request.Url is { } url && targets.Problem(new Uri(url)) is { } problem)
            return Denial.BadField("url", problem);

        var webhook = found.Value;
        var now = Instant.From(clock.GetUtcNow());
        log.Stood(WebhookAct.Changed(webhook, now));
        webhook.Change(request.Url, request.Events is { } types ? [.. types.Select(type => EventTypes.Parse(type)!).Distinct()] : null);
        if (request.Enabled == true)
            webhook.Enable();
        else if (request.Enabled == false)
            webhook.Disable(ChangeWebhook.SwitchedOff, now);
        log.Tell(WebhookAct.Changed(webhook, now));
        return vault.View(webhook);
    }
}
