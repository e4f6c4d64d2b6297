using System.Text.Json;
using BigPicture.Application.Telemetry;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using EventPage = BigPicture.Protocol.Wire.EventPage;

namespace BigPicture.Host.Telemetry;

internal static class EventEndpoints
{
    private const string SpecVersion = "1.0";

    private static readonly QueryParameter After = QueryParameter.Whole(
        "after",
        0,
        long.MaxValue,
        "The position after which to begin: `next_after` of the page before; 0, the first event, when left out."
    );
    private static readonly QueryParameter Types = QueryParameter
        .Text("types", "Only these, parted by commas: `bigpicture.license.issued,bigpicture.license.denied`.")
        .UpTo(2048);
    private static readonly QueryParameter Tenant = QueryParameter.Text("tenant_id", "Only what concerns this tenant.");

    /// <param name="source">The server, as every event names it.</param>
    public static void MapEvents(this IEndpointRouteBuilder routes, string source) =>
        routes.Serve(
            new Operation(HttpMethods.Get, "/v1/events", call => List(call, source))
            {
                Name = "list_events",
                Tag = "Events",
                Summary = "Read the feed of events",
                Description =
                    "CloudEvents 1.0, oldest first, in one final order without holes. Ask again with `after` set to `next_after`; an empty page "
                    + "says that there is nothing new yet.",
                Scope = Scopes.TelemetryRead,
                Query = [After, Types, Tenant, QueryParameter.Limit],
                Answers = [Success.Ok<EventPage>("The events after the position.")],
                Refusals = [DenialCode.NotFound],
            }
        );

    private static Task<Outcome<Answer>> List(Call call, string source) =>
        call.Send(
                new ListEvents(call.Query.Whole(After) ?? 0, call.Query.Limit)
                {
                    Types = call.Query[Types]?.Split(',') ?? [],
                    Tenant = Ids.TenantOrNull(call.Query[Tenant]),
                }
            )
            .As(page =>
                Answer.Ok(
                    new EventPage { Events = [.. page.Events.Select(found => ToWire(found, source))], NextAfter = page.NextAfter },
                    WireJson.Requests.EventPage
                )
            );

    private static CloudEvent ToWire(EventView found, string source) =>
        new()
        {
            SpecVersion = SpecVersion,
            Id = found.Id.ToString(),
            Source = source,
            Type = found.Type,
            Subject = found.Subject,
            Time = found.Time.ToDateTimeOffset(),
            DataContentType = JsonAnswer.MediaType,
            TenantId = found.Tenant == TenantId.Vendor ? null : found.Tenant.Value,
            Position = found.Position,
            Data = JsonElement.Parse(found.Data.Span),
        };
}
