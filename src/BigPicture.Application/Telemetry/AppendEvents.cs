using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Telemetry;

/// <summary>Every fact becomes one event, in the order in which they were told.</summary>
internal sealed class AppendEvents(TimeProvider clock) : INotificationHandler<FactsRecorded>
{
    // Text is kept as it was sent; JSON of our own that no page embeds needs no escaping for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task Handle(FactsRecorded recorded, CancellationToken cancel)
    {
        var time = clock.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var fact in recorded.Facts)
        {
            if (!fact.IsEvent)
                continue;
            buffer.ResetWrittenCount();
            json.Reset();
            json.WriteStartObject();
            fact.WriteData(json);
            json.WriteEndObject();
            json.Flush();
            recorded.Writes.Events.Add(
                new EventRow(new EventId(TypeId.New(time)), fact.Tenant, fact.Name, fact.Subject, fact.At, buffer.WrittenSpan.ToArray())
            );
        }
        return Task.CompletedTask;
    }
}
