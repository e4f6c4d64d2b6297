using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Host.Edge.Bodies;

/// <summary>What a field of a wire record takes, and how to say so to somebody who sent something else.</summary>
internal readonly record struct BodyField(Type? Type, bool TakesNull)
{
    /// <summary>Anything: inside of an object whose keys are not the protocol's.</summary>
    public static readonly BodyField Open = new(null, TakesNull: true);

    public static BodyField Of(Type type) => new(Bare(type), TakesNull: false);

    public static BodyField Of(JsonPropertyInfo member)
    {
        var type = Bare(member.PropertyType);
        return new(type, TakesNull: type != typeof(JsonElement) && (type == member.PropertyType ? member.IsSetNullable : true));
    }

    /// <summary>A policy is an object of keys that the domain knows; what stands in it is not looked at here.</summary>
    public bool IsOpen => Type is null || Type == typeof(JsonElement);

    public bool TakesFlags => Type is null || Type == typeof(bool);

    public string Expected =>
        Type switch
        {
            var type when type == typeof(string) => "must be text",
            var type when type == typeof(bool) => "must be true or false",
            var type when type == typeof(int) => $"must be a whole number from {int.MinValue} to {int.MaxValue}, digits only",
            var type when type == typeof(DateTimeOffset) => "must be a time in UTC like 2026-01-15T10:00:00Z",
            var type when type == typeof(IReadOnlyList<string>) => "must be an array of text",
            var type when type is { IsGenericType: true } => "must be an array of objects",
            _ => "must be a JSON object",
        };

    public bool Takes(string text) =>
        Type is null || Type == typeof(string) || (Type == typeof(DateTimeOffset) && UtcSeconds.TryParse(text, out _));

    public bool TakesNumber(ref Utf8JsonReader reader) => Type is null || (Type == typeof(int) && reader.TryGetInt32(out _));

    /// <returns>Null when it is no object of the protocol's.</returns>
    public IList<JsonPropertyInfo>? Members(JsonSerializerOptions options) =>
        Type is not null && !IsOpen && options.GetTypeInfo(Type) is { Kind: JsonTypeInfoKind.Object } info ? info.Properties : null;

    /// <returns>Null when it is no array of the protocol's.</returns>
    public BodyField? Element(JsonSerializerOptions options) =>
        Type is not null && !IsOpen && options.GetTypeInfo(Type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
            ? Of(element)
            : null;

    private static Type Bare(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
            type = type.GetGenericArguments()[0];
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
