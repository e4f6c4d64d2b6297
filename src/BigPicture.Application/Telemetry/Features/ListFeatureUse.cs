using System.Globalization;
using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Telemetry.Features;

/// <summary>How often the features of an entitlement were used, by day and feature.</summary>
public sealed record ListFeatureUse(EntitlementId Entitlement, int? Limit = null, string? Cursor = null) : IPagedQuery<FeatureCount>
{
    /// <summary>Days that begin then or later; null: all.</summary>
    public Instant? From { get; init; }

    /// <summary>Days that begin before it; null: all.</summary>
    public Instant? To { get; init; }
}

internal sealed class ListFeatureUseValidator : AbstractValidator<ListFeatureUse>
{
    public ListFeatureUseValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListFeatureUseHandler(IFeatureStore features, IMediator mediator)
    : IRequestHandler<ListFeatureUse, Outcome<Page<FeatureCount>>>
{
    public async Task<Outcome<Page<FeatureCount>>> Handle(ListFeatureUse request, CancellationToken cancel)
    {
        var cursor = new Cursor("feature use", request.Entitlement, request.From, request.To);
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;
        var tenant = await mediator.Send(new RequireEntitlement(request.Entitlement), cancel);
        if (tenant.IsDenied(out denial))
            return denial;

        var filter = new FeatureFilter(tenant.Value, request.Entitlement, request.From ?? new Instant(0), request.To ?? Instant.MaxValue);
        var size = Page.SizeOf(request);
        var found = await features.List(filter, After(position.Value), size + 1, cancel);
        return Page.Cut(found, size, count => count, count => cursor.Write(Key(count)));
    }

    private static string Key(FeatureCount count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count.Day.UnixSeconds} {count.Feature}");

    private static FeatureCount? After(string? key) =>
        key?.Split(' ', 2) is [var day, var feature]
            ? new FeatureCount(feature, new Instant(long.Parse(day, CultureInfo.InvariantCulture)), 0)
            : null;
}
