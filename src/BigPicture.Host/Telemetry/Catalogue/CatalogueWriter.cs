using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Telemetry.Catalogue;

/// <summary>Writes the catalogue for machines, as one JSON Schema, and for people.</summary>
internal static class CatalogueWriter
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>An event whole: the envelope, and the data that belongs to its type.</summary>
    public static string Schema()
    {
        var told = EventCatalogue.All.Where(kind => !kind.IsReserved).ToList();
        var kinds = new JsonObject();
        foreach (var kind in told)
            kinds[kind.Name] = kind.Schema();
        var schema = JsonNode.Parse(Envelope)!.AsObject();
        schema["allOf"] = new JsonArray([.. told.Select(DataOf)]);
        schema["$defs"] = kinds;
        return schema.ToJsonString(Readable) + "\n";
    }

    public static string Page()
    {
        var page = new StringBuilder(Head);
        page.Append("\n| Type | What happened |\n|---|---|\n");
        foreach (var kind in EventCatalogue.All)
            page.Append(
                kind.IsReserved
                    ? $"| `{TypeOf(kind)}` | {kind.What} *Reserved: no server tells it yet.* |\n"
                    : $"| [`{TypeOf(kind)}`](#{Anchor(kind)}) | {kind.What} |\n"
            );
        foreach (var kind in EventCatalogue.All.Where(kind => !kind.IsReserved))
            Append(page, kind);
        return page.ToString();
    }

    private static void Append(StringBuilder page, EventKind kind)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {TypeOf(kind)}\n\n{kind.What} Its `subject` is {kind.Subject}.\n\n");
        page.Append("| Member of `data` | | Type | Meaning |\n|---|---|---|---|\n");
        foreach (var member in kind.Data)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| `{member.Name}` | {(member.IsRequired ? "" : "may be absent")} | {TypeOf(member)} | {member.What} |\n"
            );
    }

    private static JsonNode DataOf(EventKind kind) =>
        new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = TypeOf(kind) } } },
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["data"] = new JsonObject { ["$ref"] = $"#/$defs/{kind.Name}" } },
            },
        };

    private static string TypeOf(DataMember member)
    {
        var schema = member.Schema();
        return schema["enum"] is JsonArray words
            ? words.Count > 6
                ? "a code of [the errors](api-errors.md)"
                : string.Join(", ", words.Select(word => $"`{word}`"))
            : (string)schema["type"]!;
    }

    private static string TypeOf(EventKind kind) => EventNames.TypePrefix + kind.Name;

    private static string Anchor(EventKind kind) => TypeOf(kind).Replace(".", "", StringComparison.Ordinal);

    private const string Envelope = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:bigpicture:events",
          "title": "An event of Big Picture",
          "description": "CloudEvents 1.0, structured JSON. Members that are not named here may come with a later release.",
          "type": "object",
          "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "position", "data"],
          "properties": {
            "specversion": { "const": "1.0" },
            "id": { "type": "string", "pattern": "^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$", "description": "The same wherever the event is told." },
            "source": { "type": "string", "minLength": 1, "description": "The server that it happened on, a URI reference." },
            "type": { "type": "string", "pattern": "^bigpicture\\." },
            "subject": { "type": "string", "minLength": 1, "description": "The id of what it happened to." },
            "time": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$" },
            "datacontenttype": { "const": "application/json" },
            "tenantid": { "type": "string", "minLength": 1, "description": "The tenant that it concerns; absent: the vendor." },
            "position": { "type": "integer", "minimum": 1, "description": "Its place in the feed." },
            "data": { "type": "object" }
          }
        }
        """;

    private const string Head = """
        # Events

        What happens on a server is told by events, each stored in the transaction of the change that it tells: a change without its event does not exist.
        This page is made by `build/events` from the code; [events.schema.json](events.schema.json) holds the same as one JSON Schema (2020-12).

        ## The envelope

        CloudEvents 1.0 as structured JSON. `id` is `evt_…`, `type` is `bigpicture.` and a name of the list below, `source` the server's own URL, `subject` the id of
        what it happened to. Two extension attributes: `tenantid`, the tenant that it concerns (absent: the vendor), and `position`, its place in the feed.

        ```json
        { "specversion": "1.0", "id": "evt_01kc0000000000000000000000", "source": "https://licenses.example.com", "type": "bigpicture.license.issued",
          "subject": "lease_01kc0000000000000000000000", "time": "2026-01-15T10:00:00Z", "datacontenttype": "application/json", "tenantid": "acme",
          "position": 4711, "data": { "lease_id": "lease_01kc0000000000000000000000" } }
        ```

        Ignore members of `data` and types of events that you do not know: a later release may bring some. Members named here do not go away and do not change their
        meaning.

        ## The feed

        `GET /v1/events` (scope `telemetry:read`) lists them, oldest first, in one final order: a position never moves, nothing appears below one that was read, on
        PostgreSQL neither (where transactions overlap, events are numbered once they are committed). Positions grow; they are no count: some were never given, and retention
        takes old events away. A token that is tied to a tenant or to products sees what concerns those.

        | | |
        |---|---|
        | `after` | the position after which to begin; 0, the first event, when left out |
        | `types` | only these, parted by commas, with or without `bigpicture.` |
        | `tenant_id` | only this tenant's; one that you may not see, or that does not exist, is `404` |
        | `limit` | 1–200, default 50 |

        The answer has `events` and `next_after`: ask again with that, also when `events` is empty. A position that no event has had yet is refused with `400 BAD_REQUEST`
        naming `after`. You have it from elsewhere, such as a database that was restored to an earlier time: what you read beyond the restored end is not there any more, and
        other events may stand at those positions. Begin at 0, or at the position in the backup's manifest; drop what you have seen by `id`.

        ### As they come

        With `Accept: text/event-stream` the same route sends server-sent events, first those that are there, then each as it happens, on whichever replica:

        ```
        id: 4711
        data: {"specversion":"1.0","id":"evt_…", … }

        ```

        `id` is the position, `data` one event in one line; there is no `event` field, so an `EventSource` gets all of them as messages. An `id` without `data` says that there
        was nothing for you up to there; lines that begin with `:` keep the connection open. After a break come back with `Last-Event-ID`, as every SSE client does: it
        goes before `after`, and nothing is missed or told twice. `limit` means nothing here.

        The server ends the stream when it stops (come back, another replica answers), when your API token is revoked or expires (within 5 seconds), and when what it sent
        was not read for 15 seconds: nothing is kept for a reader, so one that is slow comes back where it was and holds nobody up. More than 2,000 streams on one server are
        refused with `503`.

        ## Delivery

        At least once. Whoever handles an event remembers its `id`, or the `position` up to which all is done. [Webhooks](webhooks.md) bring the same events to a URL.

        ## Feature use

        Where a policy has `usage_signals`, applications report how often they used features of their lease: `POST /v1/license/usage`, or `usage` on a renewal; else it is
        `403 FORBIDDEN`. Who could renew the lease may report. 1–200 entries a report; `count` 1–1,000,000,000; `at` not before the lease was first issued and not more
        than 60 seconds ahead of the server's clock; a feature that the lease does not carry is `403 FEATURE_NOT_ENTITLED`. One entry that is wrong refuses the whole report.

        A report whose answer was lost is sent again as it was: the same entries of the same lease count once within 24 hours, whichever of the two calls they came with, and are
        told by one event. So put into a report what happened since the last one that was answered, and never change one that was not. `GET /v1/usage/features` tells the sums by feature and
        day (of UTC, by `at`).

        ## Types

        """;
}
