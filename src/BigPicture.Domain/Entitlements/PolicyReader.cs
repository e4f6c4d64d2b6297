using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>
/// Reads <c>policy_json</c> member by member and notes every problem under its dotted path. Strict: a whole number is written with
/// digits alone (<c>1.0</c> and <c>1e3</c> are refused, as everywhere in the API), and null is a value of the wrong type.
/// </summary>
internal sealed class PolicyReader
{
    private const string Root = "policy_json";

    private static readonly SearchValues<char> FeatureCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    );

    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly Func<string, LicenseType?> findType;
    private readonly IReadOnlyList<string> typeNames;

    public PolicyReader(JsonElement json, Func<string, LicenseType?> findType, IReadOnlyList<string> typeNames)
    {
        this.findType = findType;
        this.typeNames = typeNames;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Problems.Add(Root, "must be an object");
            return;
        }

        if (Compact(json) is not { } text)
        {
            Problems.Add(Root, "must be valid Unicode text");
            return;
        }
        Text = text;
        foreach (var (name, value) in Members(json, Root))
            members.Add(name, value);
        IsReadable = true;
    }

    public FieldProblems Problems { get; } = new();

    public bool IsReadable { get; }

    public string Text { get; } = "";

    public LicenseType? LicenseType()
    {
        if (!members.TryGetValue(PolicyKeys.Type, out var value))
            return Refuse($"is required: one of {string.Join(", ", typeNames)}");
        if (value.ValueKind != JsonValueKind.String)
            return Refuse("must be a string");
        return findType(value.GetString()!) ?? Refuse($"is no license type of this server: use one of {string.Join(", ", typeNames)}");

        LicenseType? Refuse(string message)
        {
            Problems.Add(Path(PolicyKeys.Type), message);
            return null;
        }
    }

    /// <summary>Also refuses the keys of seats where the type counts none.</summary>
    public long? SeatsMax(LicenseType? type)
    {
        var seats = Whole(PolicyKeys.MaxSeats, 1, PolicyLimits.SeatsMost);
        if (type is { IsSeated: true } && !members.ContainsKey(PolicyKeys.MaxSeats))
            Problems.Add(Path(PolicyKeys.MaxSeats), $"is required for license type {type.Name}");
        if (type is { IsSeated: false })
        {
            foreach (var name in members.Keys.Where(PolicyKeys.OfSeats.Contains))
                Problems.Add(Path(name), $"must be left out: license type {type.Name} counts no seats");
        }
        return seats;
    }

    /// <summary>The type's own keys; any other that the protocol does not know either is refused.</summary>
    public IReadOnlyDictionary<string, long> Terms(LicenseType? type)
    {
        if (type is null)
            return FrozenDictionary<string, long>.Empty;

        var terms = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var term in type.Terms)
        {
            if (Whole(term.Name, term.Least, term.Most) is { } value)
                terms.Add(term.Name, value);
            else if (term.Required && !members.ContainsKey(term.Name))
                Problems.Add(Path(term.Name), $"is required for license type {type.Name}");
        }
        foreach (var name in members.Keys.Where(name => !PolicyKeys.IsTaken(name) && type.Terms.All(term => term.Name != name)))
            Problems.Add(Path(name), $"is not a key of license type {type.Name}");
        return terms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public ImmutableArray<string> Features()
    {
        if (!members.TryGetValue(PolicyKeys.Features, out var array))
            return [];
        if (array.ValueKind != JsonValueKind.Array)
        {
            Problems.Add(Path(PolicyKeys.Features), "must be an array of feature names");
            return [];
        }

        var features = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = Math.Max(2, 1 + array.GetArrayLength());
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            var name = element.ValueKind == JsonValueKind.String ? element.GetString()! : null;
            bytes += Encoding.UTF8.GetByteCount(name ?? "") + 2;
            if (!Shared.Text.IsNameOf(FeatureCharacters, name, PolicyLimits.FeatureNameMax))
                Problems.Add(FeaturePath(index), $"must be a name of 1–{PolicyLimits.FeatureNameMax} of a-z A-Z 0-9 . _ -");
            else if (!seen.Add(name!))
                Problems.Add(FeaturePath(index), $"repeats '{name}'");
            else
                features.Add(name!);
        }
        if (bytes > PolicyLimits.FeaturesBytesMax)
            Problems.Add(
                Path(PolicyKeys.Features),
                $"must be at most {PolicyLimits.FeaturesBytesMax} bytes as JSON, so that it fits a token"
            );
        return features.ToImmutable();
    }

    public FrozenDictionary<string, long> FeatureSeats(ImmutableArray<string> features)
    {
        if (!members.TryGetValue(PolicyKeys.FeatureSeats, out var json))
            return FrozenDictionary<string, long>.Empty;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Problems.Add(Path(PolicyKeys.FeatureSeats), "must be an object of feature names and seats");
            return FrozenDictionary<string, long>.Empty;
        }

        var seats = new Dictionary<string, long>(StringComparer.Ordinal);
        var known = features.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in Members(json, Path(PolicyKeys.FeatureSeats)))
        {
            var path = $"{Path(PolicyKeys.FeatureSeats)}.{Shown(name)}";
            if (!known.Contains(name))
                Problems.Add(path, "is not one of policy_json.features");
            if (Whole(value, path, 1, PolicyLimits.SeatsMost) is { } count)
                seats[name] = count;
        }
        return seats.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public (int Default, int Max) LeaseSeconds()
    {
        var length = (int?)Whole(PolicyKeys.LeaseSeconds, PolicyLimits.LeaseSecondsLeast, PolicyLimits.LeaseSecondsMost);
        var max = (int?)Whole(PolicyKeys.LeaseSecondsMax, PolicyLimits.LeaseSecondsLeast, PolicyLimits.LeaseSecondsMost);
        if (length is null && members.ContainsKey(PolicyKeys.LeaseSeconds))
            return default;

        var standard = length ?? PolicyLimits.LeaseSecondsDefault;
        if (max < standard)
            Problems.Add(Path(PolicyKeys.LeaseSecondsMax), $"must be at least lease_seconds, which is {standard}");
        return (standard, max ?? standard);
    }

    public long? Whole(string name, long least, long most) =>
        members.TryGetValue(name, out var value) ? Whole(value, Path(name), least, most) : null;

    public bool Flag(string name)
    {
        if (!members.TryGetValue(name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Problems.Add(Path(name), "must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public string? OneOf(string name, params ReadOnlySpan<string> choices)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (choices.Contains(text!))
            return text;
        Problems.Add(Path(name), $"must be one of {string.Join(", ", choices)}");
        return null;
    }

    private long? Whole(JsonElement value, string path, long least, long most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        Problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, digits only"));
        return null;
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement json, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (seen.Add(member.Name))
                yield return (member.Name, member.Value);
            else
                Problems.Add($"{path}.{Shown(member.Name)}", "stands there twice");
        }
    }

    /// <summary>Null where a string holds half of a surrogate pair, which no UTF-8 can carry.</summary>
    private static string? Compact(JsonElement json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static string Path(string name) => $"{Root}.{Shown(name)}";

    private static string FeaturePath(int index) => string.Create(CultureInfo.InvariantCulture, $"{Root}.{PolicyKeys.Features}[{index}]");

    /// <summary>An unknown name may be as long as the body.</summary>
    private static string Shown(string name) => name.Length <= 100 ? name : name[..(char.IsHighSurrogate(name[99]) ? 99 : 100)] + "…";
}
