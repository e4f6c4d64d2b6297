using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using BigPicture.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BigPicture.Host.Edge.Bodies;

/// <summary>
/// Reads a body that has exactly one meaning, or says what is wrong with every field. A good body costs one look at its bytes and
/// one parse; only one that looks odd is walked member by member.
/// </summary>
internal static class StrictBody
{
    public const int BytesMax = 64 * 1024;

    private static readonly byte[] Nothing = "{}"u8.ToArray();

    public static Denial TooLarge { get; } = new(DenialCode.BodyTooLarge, $"The body is over {BytesMax} bytes.");

    private static Denial NotJson { get; } =
        new(DenialCode.UnsupportedMediaType, "Send the body as application/json in UTF-8, without a content encoding.");

    /// <param name="seen">Shown the bytes as they came, before they are read.</param>
    public static async ValueTask<Outcome<T>> Read<T>(
        HttpContext http,
        JsonTypeInfo<T> json,
        bool mayBeAbsent,
        Action<ReadOnlySequence<byte>>? seen
    )
        where T : class
    {
        if (mayBeAbsent && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            seen?.Invoke(new ReadOnlySequence<byte>(Nothing));
            return Parse(Nothing, json);
        }
        if (!JsonMediaType.Matches(http.Request))
            return NotJson;
        if (http.Request.ContentLength > BytesMax)
            return TooLarge;

        var reader = http.Request.BodyReader;
        var read = await reader.ReadAsync(http.RequestAborted);
        while (!read.IsCompleted && read.Buffer.Length <= BytesMax)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(http.RequestAborted);
        }

        try
        {
            if (read.Buffer.Length > BytesMax)
                return TooLarge;
            seen?.Invoke(read.Buffer);
            return read.Buffer.IsSingleSegment ? Parse(read.Buffer.FirstSpan, json) : Parse(read.Buffer.ToArray(), json);
        }
        finally
        {
            reader.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>A refusal of the body as a whole.</summary>
    public static Denial Bad(string message) => Bad([new FieldError("", message)]);

    private static Denial Bad(ImmutableArray<FieldError> errors) =>
        errors is [{ Field: "" } whole, ..]
            ? new Denial(DenialCode.BadRequest, $"The body {whole.Message}.") { Errors = errors }
            : Denial.BadFields(errors);

    private static Outcome<T> Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> json)
        where T : class
    {
        if (body.IsEmpty)
            return Bad("is empty: send a JSON object");
        if (body.StartsWith(Encoding.UTF8.Preamble))
            return Bad("starts with a byte order mark: leave it out");
        if (!Utf8.IsValid(body))
            return Bad("is not valid UTF-8");

        // Escapes can spell what no text may hold (U+0000, half a surrogate pair), and the serializer lets null into any list.
        if (body.IndexOf("\\u"u8) >= 0 || body.IndexOf("null"u8) >= 0)
        {
            var problems = BodyDiagnosis.Of(body, json);
            if (!problems.IsEmpty)
                return Bad(problems);
        }

        try
        {
            return JsonSerializer.Deserialize(body, json) is { } value ? value : Bad("must be a JSON object");
        }
        catch (JsonException refused)
        {
            var problems = BodyDiagnosis.Of(body, json);
            return problems.IsEmpty ? Bad($"cannot be read at {refused.Path}") : Bad(problems);
        }
    }
}
