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

    /// <summary>Only what has its position already, for who was told that there is something.</summary>
    public bool IsSettled { get; init; }
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

        if (!request.IsSettled && request.After > await events.Number(cancel))
            return Denial.BadField("after", "lies ahead of every event that there was: begin at 0, or where you know that you were");

        var filter = new EventFilter(request.Tenant ?? caller.Tenant, [.. request.Types.Select(type => EventTypes.Parse(type)!)]);
        var count = request.Limit ?? Paging.LimitDefault;
        var slice = await events.Read(filter, request.After, count, cancel);
        return new EventPage(
            [.. slice.Events.Where(stored => stored.IsAbout(caller.Products)).Select(stored => EventView.Of(stored, pseudonyms))],
            slice.ReadTo
        )
        {
            IsFull = slice.Events.Count == count,
        };
    }
}
