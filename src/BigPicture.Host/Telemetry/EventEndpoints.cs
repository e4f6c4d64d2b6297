using System.Runtime.CompilerServices;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Following;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Host.Edge.Streams;
using BigPicture.Infrastructure.Telemetry;
using BigPicture.Protocol.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using EventPage = BigPicture.Protocol.Wire.EventPage;

namespace BigPicture.Host.Telemetry;

internal static class EventEndpoints
{
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
            new Operation(HttpMethods.Get, "/v1/events", call => call.WantsEvents ? Follow(call, source) : List(call, source))
            {
                Name = "list_events",
                Tag = "Events",
                Summary = "Read the feed of events",
                Description =
                    "CloudEvents 1.0, oldest first, in one final order without holes. Ask again with `after` set to `next_after`; an empty page "
                    + "says that there is nothing new yet. With `Accept: text/event-stream` they are sent as they come; each `id` is a position, "
                    + "and an event without data says that there was nothing up to there. A position that no event had yet is refused.",
                Scope = Scopes.TelemetryRead,
                Query = [After, Types, Tenant, QueryParameter.Limit],
                TakesLastEventId = true,
                Answers =
                [
                    Success.Ok<EventPage>("The events after the position.") with
                    {
                        Events = "`id`: the position; `data`: one CloudEvent.",
                    },
                ],
                Refusals = [DenialCode.NotFound],
            }
        );

    private static Task<Outcome<Answer>> List(Call call, string source) =>
        call.Send(Asked(call, call.Query.Whole(After) ?? 0))
            .As(page =>
                Answer.Ok(
                    new EventPage { Events = [.. page.Events.Select(found => CloudEvents.Of(found, source))], NextAfter = page.NextAfter },
                    WireJson.Requests.EventPage
                )
            );

    private static async Task<Outcome<Answer>> Follow(Call call, string source)
    {
        var last = call.LastEventId;
        if (last.IsDenied(out var denial))
            return denial;
        var begun = await call.Get<FollowEvents>().Begin(Asked(call, last.Value ?? call.Query.Whole(After) ?? 0), call.Cancel);
        return begun.Then(stream => Answer.Stream(Sent(stream, source)));
    }

    private static ListEvents Asked(Call call, long after) =>
        new(after, call.Query.Limit) { Types = call.Query[Types]?.Split(',') ?? [], Tenant = Ids.TenantOrNull(call.Query[Tenant]) };

    private static async IAsyncEnumerable<SentEvent> Sent(
        EventStream stream,
        string source,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        await foreach (var page in stream.Pages.WithCancellation(cancel))
        {
            foreach (var found in page.Events)
                yield return new SentEvent(found.Position, CloudEvents.Write(found, source));
            if (page.Events is not [.., { } last] || last.Position < page.NextAfter)
                yield return new SentEvent(page.NextAfter);
        }
    }
}
