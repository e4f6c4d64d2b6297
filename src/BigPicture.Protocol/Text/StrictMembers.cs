using System.Text.Json;

namespace BigPicture.Protocol.Text;

/// <summary>
/// Takes the members of an object one by one and remembers whether all were as expected, so that a reader asks once, at the end.
/// A member of another type, null among them, is a failure; what is absent and may be is null.
/// </summary>
internal sealed class StrictMembers(JsonElement json)
{
    private int taken;

    /// <summary>Every member that was taken had the right type, and the required ones were there.</summary>
    public bool AreSound { get; private set; } = true;

    /// <summary>Nothing is left that nobody asked for. Names are unique, so that counting is enough.</summary>
    public bool AreAllTaken => taken == json.GetPropertyCount();

    public string Text(string name) => TextOrNull(name) ?? Fail("");

    public string? TextOrNull(string name) => Take(name, JsonValueKind.String, out var value) ? value.GetString() : null;

    public DateTimeOffset Time(string name) => TimeOrNull(name) ?? Fail(default(DateTimeOffset));

    public DateTimeOffset? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not { } text)
            return null;
        return UtcSeconds.TryParse(text, out var time) ? time : Fail<DateTimeOffset?>(null);
    }

    public int Number(string name, int min) => NumberOrNull(name, min) ?? Fail(0);

    public int? NumberOrNull(string name, int min)
    {
        if (!Take(name, JsonValueKind.Number, out var value))
            return null;
        return value.TryGetInt32(out var number) && number >= min ? number : Fail<int?>(null);
    }

    public long LongNumber(string name, long min)
    {
        if (Take(name, JsonValueKind.Number, out var value) && value.TryGetInt64(out var number) && number >= min)
            return number;
        return Fail(0L);
    }

    /// <summary>True, or absent for false.</summary>
    public bool Flag(string name) => Take(name, JsonValueKind.True, out _);

    public IReadOnlyList<string> Texts(string name, int countMax) => TextsOrNull(name, countMax) ?? Fail<IReadOnlyList<string>>([]);

    public IReadOnlyList<string>? TextsOrNull(string name, int countMax)
    {
        if (!Take(name, JsonValueKind.Array, out var array))
            return null;
        if (array.GetArrayLength() > countMax)
            return Fail<IReadOnlyList<string>?>(null);

        var texts = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return Fail<IReadOnlyList<string>?>(null);
            texts.Add(item.GetString()!);
        }
        return texts;
    }

    public StrictMembers Members(string name)
    {
        if (Take(name, JsonValueKind.Object, out var value))
            return new StrictMembers(value);
        AreSound = false;
        return new StrictMembers(Empty);
    }

    /// <summary>Objects of one shape, each with no member but what is read.</summary>
    public IReadOnlyList<T> Objects<T>(string name, int countMax, Func<StrictMembers, T> read)
    {
        if (!Take(name, JsonValueKind.Array, out var array) || array.GetArrayLength() > countMax)
            return Fail<IReadOnlyList<T>>([]);

        var objects = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
                return Fail<IReadOnlyList<T>>([]);
            var members = new StrictMembers(item);
            objects.Add(read(members));
            AreSound &= members.AreSound && members.AreAllTaken;
        }
        return objects;
    }

    private static readonly JsonElement Empty = MakeEmpty();

    private static JsonElement MakeEmpty()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }

    private bool Take(string name, JsonValueKind kind, out JsonElement value)
    {
        if (!json.TryGetProperty(name, out value))
            return false;
        taken++;
        if (value.ValueKind == kind)
            return true;
        AreSound = false;
        return false;
    }

    private T Fail<T>(T instead)
    {
        AreSound = false;
        return instead;
    }
}
