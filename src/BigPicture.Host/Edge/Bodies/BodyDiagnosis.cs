using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Bodies;

/// <summary>
/// Everything that is wrong with a body, by field. Walks the text beside the description of the record that it should become,
/// and stops where it is no JSON.
/// </summary>
internal ref struct BodyDiagnosis
{
    /// <summary>More than a person reads, and less than an attacker wants answered.</summary>
    private const int ProblemsMax = 100;

    private readonly ImmutableArray<FieldError>.Builder problems = ImmutableArray.CreateBuilder<FieldError>();
    private readonly JsonSerializerOptions options;
    private Utf8JsonReader reader;
    private bool stopped;

    private BodyDiagnosis(ReadOnlySpan<byte> body, JsonSerializerOptions options)
    {
        // One level more than is allowed, so that the depth is found here and not by the reader.
        reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = options.MaxDepth + 1 });
        this.options = options;
    }

    /// <returns>Nothing when the body is sound.</returns>
    public static ImmutableArray<FieldError> Of(ReadOnlySpan<byte> body, JsonTypeInfo json)
    {
        var diagnosis = new BodyDiagnosis(body, json.Options);
        try
        {
            diagnosis.reader.Read();
            diagnosis.Value(BodyField.Of(json.Type), FieldPath.Root);
            if (!diagnosis.stopped)
                diagnosis.reader.Read();
        }
        catch (JsonException broken)
        {
            diagnosis.Add(FieldPath.Root, Broken(broken));
        }
        return diagnosis.problems.ToImmutable();
    }

    private static string Broken(JsonException broken) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"is not valid JSON at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}"
        );

    /// <summary>Looks at the value that the reader stands on and leaves the reader on its last token.</summary>
    private void Value(BodyField field, FieldPath path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when IsShallow(path):
                Object(field, path);
                break;
            case JsonTokenType.StartArray when IsShallow(path):
                Array(field, path);
                break;
            case JsonTokenType.String:
                if (Text(path) is { } text && !field.Takes(text))
                    Add(path, field.Expected);
                break;
            case JsonTokenType.Number:
                if (!field.TakesNumber(ref reader))
                    Add(path, field.Expected);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                if (!field.TakesFlags)
                    Add(path, field.Expected);
                break;
            case JsonTokenType.Null:
                if (!field.TakesNull)
                    Add(path, field.Expected);
                break;
            default:
                break;
        }
    }

    private void Object(BodyField field, FieldPath path)
    {
        var members = field.Members(options);
        if (members is null && !field.IsOpen)
            Add(path, field.Expected);

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!stopped && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(path);
            var at = path.Member(name ?? "");
            if (name is not null && !seen.Add(name))
                Add(at, "stands there twice");

            var member = members?.FirstOrDefault(m => m.Name == name);
            if (members is not null && member is null && name is not null)
                Add(at, "is not a field of this request");
            reader.Read();
            Value(member is null ? BodyField.Open : BodyField.Of(member), at);
        }
        if (stopped || members is null)
            return;
        foreach (var member in members.Where(m => m.IsRequired && !seen.Contains(m.Name)))
            Add(path.Member(member.Name), "is required");
    }

    private void Array(BodyField field, FieldPath path)
    {
        var element = field.Element(options);
        if (element is null && !field.IsOpen)
            Add(path, field.Expected);

        for (var index = 0; !stopped && reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Value(element ?? BodyField.Open, path.Item(index));
        }
    }

    private bool IsShallow(FieldPath path)
    {
        if (reader.CurrentDepth < options.MaxDepth)
            return true;
        Add(path, $"is nested deeper than {options.MaxDepth} levels");
        stopped = true;
        return false;
    }

    /// <summary>The string or name that the reader stands on; null, and a problem, when no text may hold it.</summary>
    private string? Text(FieldPath path)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            Add(path, "holds half of a surrogate pair");
            return null;
        }
        if (!text.Contains('\0', StringComparison.Ordinal))
            return text;
        Add(path, "holds U+0000");
        return null;
    }

    private readonly void Add(FieldPath path, string message)
    {
        if (problems.Count < ProblemsMax)
            problems.Add(new FieldError(path.ToString(), message));
    }
}
