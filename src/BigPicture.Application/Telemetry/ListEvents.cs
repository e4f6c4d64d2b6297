using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Application.Telemetry.Privacy;
using BigPicture.Domain.Shared;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace BigPicture.Application.Telemetry;

/// <summary>Oldest first, in one final order without holes. A tenant that does not exist is not found, as in every list.</summary>
/// <param name="After">The position after which to begin; 0: from the first event.</param>
public sealed record ListEvents(long After = 0, int? Limit = null) : IQuery<EventPage>
{
    /// <summary>With or without the prefix; empty: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public TenantId? Tenant { get; init; }
}

internal sealed class ListEventsValidator : AbstractValidator<ListEvents>
{
    public ListEventsValidator()
    {
        RuleFor(query => query.After).Check("after", after => after < 0 ? "must be 0 or more" : null);
        RuleFor(query => query.Limit).IsPageLimit();
        RuleFor(query => query.Types)
            .Custom(
                (types, context) =>
                {
                    if (types.Count > EventTypes.Names.Count)
                        context.AddFailure(new ValidationFailure("types", $"must be at most {EventTypes.Names.Count} types"));
                    else if (types.FirstOrDefault(type => EventTypes.Parse(type) is null) is not null)
                        context.AddFailure(new ValidationFailure("types", "must be types of events, such as bigpicture.license.issued"));
                }
            );
    }
}

internal sealed class ListEventsHandler(IEventReader events, Pseudonyms pseudonyms, Caller caller, IMediator mediator)
    : IRequestHandler<ListEvents, Outcome<EventPage>>
{
    public async Task<Outcome<EventPage>> Handle(ListEvents request, CancellationToken cancel)
    {
        if (request.Tenant is { } tenant && !caller.Sees(tenant))
            return Denial.NotFound($"Tenant '{tenant}'");
        if (request.Tenant is not null && (await mediator.Send(new RequireNames(request.Tenant, []), cancel)).IsDenied(out var unknown))
            return unknown;

        var filter = new EventFilter(request.Tenant ?? caller.Tenant, [.. request.Types.Select(type => EventTypes.Parse(type)!)]);
        var slice = await events.Read(filter, request.After, request.Limit ?? Paging.LimitDefault, cancel);
        return new EventPage([.. slice.Events.Where(IsVisible).Select(View)], slice.ReadTo);
    }

    /// <summary>A caller tied to products sees what names one of them. A page may so hold fewer than there is room for, never too many.</summary>
    private bool IsVisible(StoredEvent stored)
    {
        if (caller.Products is null)
            return true;
        using var data = JsonDocument.Parse(stored.Row.Data);
        return data.RootElement.TryGetProperty("product_id", out var product)
            && product.ValueKind == JsonValueKind.String
            && caller.Sees(new ProductId(product.GetString()!));
    }

    private EventView View(StoredEvent stored)
    {
        EventRow row = stored.Row;
        return new EventView(
            stored.Position,
            row.Id,
            EventTypes.Prefix + row.Name,
            row.Subject,
            row.At,
            row.Tenant,
            pseudonyms.Cover(row.Tenant, row.Data)
        );
    }
}
