using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry;

/// <summary>Facts as JSON objects, one after the other in the same buffer.</summary>
internal sealed class FactJson : IDisposable
{
    // Text is kept as it was sent; JSON of our own that no page embeds needs no escaping for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly Utf8JsonWriter json;

    public FactJson() => json = new Utf8JsonWriter(buffer, Options);

    /// <returns>Good until the next one is written.</returns>
    public ReadOnlySpan<byte> Write(Fact fact)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        fact.WriteData(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    public void Dispose() => json.Dispose();
}
