using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Answers;
using BigPicture.Host.Edge.Headers;
using BigPicture.Host.Edge.Problems;
using BigPicture.Host.Edge.Queries;
using BigPicture.Host.Edge.Routing;
using BigPicture.Host.Edge.Streams;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.OpenApi;

/// <summary>One operation of the document.</summary>
internal sealed partial class OperationWriter(SchemaWriter schemas)
{
    public const string SecurityScheme = "api_token";
    public const string RequiredScope = "x-required-scope";

    public JsonObject Write(Operation operation)
    {
        var written = new JsonObject
        {
            ["operationId"] = operation.Name,
            ["tags"] = new JsonArray(operation.Tag),
            ["summary"] = operation.Summary,
        };
        if (operation.Description is { } description)
            written["description"] = description;
        if (!operation.IsPublic)
        {
            written[RequiredScope] = operation.Scope.Words()[0];
            written["security"] = new JsonArray(new JsonObject { [SecurityScheme] = new JsonArray() });
        }
        if (Parameters(operation) is { Count: > 0 } parameters)
            written["parameters"] = parameters;
        if (operation.Body is { } body)
            written["requestBody"] = new JsonObject
            {
                ["required"] = !operation.IsBodyOptional,
                ["content"] = Content(JsonAnswer.MediaType, body, isSent: true),
            };
        written["responses"] = Responses(operation);
        return written;
    }

    private static JsonArray Parameters(Operation operation)
    {
        var parameters = new JsonArray();
        foreach (Match part in PathPart().Matches(operation.Path))
            parameters.Add(Parameter(part.Groups[1].Value, "path", true, new JsonObject { ["type"] = "string" }, null));
        foreach (var query in operation.Query)
            parameters.Add(Parameter(query.Name, "query", query.IsRequired, Schema(query), query.Description));
        if (operation.TakesIdempotencyKey)
            parameters.Add(
                Parameter(
                    Conditions.IdempotencyKey,
                    "header",
                    false,
                    new JsonObject
                    {
                        ["type"] = "string",
                        ["minLength"] = 1,
                        ["maxLength"] = 128,
                    },
                    "A repeat under the same key within 24 hours does nothing twice."
                )
            );
        if (operation.TakesLastEventId)
            parameters.Add(
                Parameter(
                    LastEventId.Header,
                    "header",
                    false,
                    new JsonObject { ["type"] = "string" },
                    "The id of the last event that came before the connection broke"
                        + (operation.Query.Any(query => query.Name == "after") ? "; goes before `after`." : ".")
                )
            );
        if (operation.TakesIfMatch)
            parameters.Add(
                Parameter(
                    Conditions.IfMatch,
                    "header",
                    false,
                    new JsonObject { ["type"] = "string" },
                    "The `ETag` that the change depends on, like `\"3\"`; refused with `VERSION_MISMATCH` when another version stands."
                )
            );
        if (operation.TakesIfNoneMatch)
            parameters.Add(
                Parameter(
                    Conditions.IfNoneMatch,
                    "header",
                    false,
                    new JsonObject { ["type"] = "string" },
                    "The `ETag` of what the caller has: answered with 304 while it is the same."
                )
            );
        return parameters;
    }

    private static JsonObject Parameter(string name, string place, bool isRequired, JsonObject schema, string? description)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (description is not null)
            parameter["description"] = description;
        if (isRequired)
            parameter["required"] = true;
        parameter["schema"] = schema;
        return parameter;
    }

    private static JsonObject Schema(QueryParameter query)
    {
        if (query.Range is var (least, most))
            return new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = least,
                ["maximum"] = most,
            };
        var schema = new JsonObject { ["type"] = "string" };
        if (query.Choices is { } choices)
            schema["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice)]);
        else
            schema["maxLength"] = query.CharactersMax;
        return schema;
    }

    private JsonObject Responses(Operation operation)
    {
        var responses = new JsonObject();
        foreach (var success in operation.Answers.OrderBy(answer => answer.Status))
            responses[Number(success.Status)] = Response(success);
        foreach (var status in RefusalsOf(operation).Distinct().Select(ProblemTable.Of).GroupBy(kind => kind.Status).OrderBy(g => g.Key))
            responses[Number(status.Key)] = new JsonObject
            {
                ["description"] = string.Join(", ", status.Select(kind => $"`{kind.Code}`")),
                ["content"] = Content(ProblemDocument.MediaType, typeof(ProblemDocument), isSent: false),
            };
        return responses;
    }

    private JsonObject Response(Success success)
    {
        var response = new JsonObject { ["description"] = success.Description };
        var headers = new JsonObject();
        if (success.HasLocation)
            headers["Location"] = Header("Where it can be read.");
        if (success.HasETag)
            headers["ETag"] = Header("Its version, like `\"3\"`.");
        if (headers.Count > 0)
            response["headers"] = headers;
        var content = success.Body is { } body ? Content(JsonAnswer.MediaType, body, isSent: false) : new JsonObject();
        if (success.Events is { } events)
            content[EventStreamMedia.Type] = new JsonObject
            {
                ["schema"] = new JsonObject { ["type"] = "string", ["description"] = events },
            };
        if (success.IsText)
            content["text/plain"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        if (content.Count > 0)
            response["content"] = content;
        return response;
    }

    private static JsonObject Header(string description) =>
        new()
        {
            ["description"] = description,
            ["schema"] = new JsonObject { ["type"] = "string" },
        };

    private JsonObject Content(string mediaType, Type record, bool isSent) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schemas.Reference(record, isSent) } };

    /// <summary>Its own, and what every operation that takes such a request may be refused with.</summary>
    private static IEnumerable<DenialCode> RefusalsOf(Operation operation)
    {
        yield return DenialCode.BadRequest;
        if (!operation.IsPublic)
        {
            yield return DenialCode.Unauthorized;
            yield return DenialCode.Forbidden;
        }
        foreach (var code in operation.Refusals)
            yield return code;
        if (operation.Body is not null)
        {
            yield return DenialCode.BodyTooLarge;
            yield return DenialCode.UnsupportedMediaType;
        }
        if (operation.TakesIdempotencyKey && !operation.IsLeaseCall)
            yield return DenialCode.IdempotencyKeyReused;
        yield return DenialCode.RateLimited;
        yield return DenialCode.InternalError;
        yield return DenialCode.Unavailable;
    }

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathPart();
}
