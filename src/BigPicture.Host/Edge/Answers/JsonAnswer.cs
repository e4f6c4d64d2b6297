using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace BigPicture.Host.Edge.Answers;

/// <summary>Writes a body whole, with its length, so that nothing is sent in chunks.</summary>
internal static class JsonAnswer
{
    public const string MediaType = "application/json";

    /// <summary>A larger one is let go of, so that one long list does not stay in memory for every thread.</summary>
    private const int KeptBytesMax = 64 * 1024;

    [ThreadStatic]
    private static Scratch? scratch;

    public static Task Write(HttpContext http, Answer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.Location is { } location)
            http.Response.Headers.Location = location;
        if (answer.Version is { } version)
            http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        if (answer.Tag is { } tag)
            http.Response.Headers.ETag = tag;
        return answer.Json is null ? Task.CompletedTask : Write(http, answer.Body, answer.Json, MediaType);
    }

    public static Task Write(HttpContext http, object? body, JsonTypeInfo json, string mediaType)
    {
        var own = scratch ?? new Scratch();
        scratch = null;
        JsonSerializer.Serialize(own.Writer, body, json);

        var bytes = own.Buffer.WrittenSpan;
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            http.Response.BodyWriter.Write(bytes);

        if (bytes.Length <= KeptBytesMax)
        {
            own.Reset();
            scratch = own;
        }
        return http.Response.BodyWriter.FlushAsync(http.RequestAborted).AsTask();
    }

    private sealed class Scratch
    {
        public Scratch() =>
            Writer = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }

        public void Reset()
        {
            Buffer.ResetWrittenCount();
            Writer.Reset();
        }
    }
}
