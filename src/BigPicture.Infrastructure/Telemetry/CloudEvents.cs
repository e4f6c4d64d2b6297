using System.Text.Json;
using BigPicture.Application.Telemetry;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Domain.Shared;
using BigPicture.Protocol.Wire;

namespace BigPicture.Infrastructure.Telemetry;

/// <summary>Events as they leave the server: CloudEvents 1.0, structured.</summary>
public static class CloudEvents
{
    public const string MediaType = "application/cloudevents+json";

    private const string SpecVersion = "1.0";
    private const string DataMediaType = "application/json";

    /// <param name="source">The server, as every event names it.</param>
    public static CloudEvent Of(EventView told, string source) =>
        new()
        {
            SpecVersion = SpecVersion,
            Id = told.Id.ToString(),
            Source = source,
            Type = told.Type,
            Subject = told.Subject,
            Time = told.Time.ToDateTimeOffset(),
            DataContentType = DataMediaType,
            TenantId = told.Tenant == TenantId.Vendor ? null : told.Tenant.Value,
            Position = told.Position,
            Data = JsonElement.Parse(told.Data.Span),
        };

    /// <summary>In one line, as JSON of ours always is.</summary>
    public static byte[] Write(EventView told, string source) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(told, source), WireJson.Requests.CloudEvent);

    /// <summary>A call that tells of nothing, so that a receiver can be tried out.</summary>
    public static byte[] WriteTest(WebhookCall call, string source) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CloudEvent
            {
                SpecVersion = SpecVersion,
                Id = call.Id.ToString(),
                Source = source,
                Type = call.Type,
                Time = call.At.ToDateTimeOffset(),
                DataContentType = DataMediaType,
                Data = JsonElement.Parse("{}"u8),
            },
            WireJson.Requests.CloudEvent
        );
}
