using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>Reads the keys of <c>policy_json</c> that depend on the license type or on each other.</summary>
internal sealed class PolicyReader(PolicyMembers members, Func<string, LicenseType?> findType, IReadOnlyList<string> typeNames)
{
    private static readonly SearchValues<char> FeatureCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
    );

    public LicenseType? LicenseType()
    {
        if (!members.TryGet(PolicyKeys.Type, out var value))
            return Refuse($"is required: one of {string.Join(", ", typeNames)}");
        if (value.ValueKind != JsonValueKind.String)
            return Refuse("must be a string");
        return findType(value.GetString()!) ?? Refuse($"is no license type of this server: use one of {string.Join(", ", typeNames)}");

        LicenseType? Refuse(string message)
        {
            members.Refuse(PolicyKeys.Type, message);
            return null;
        }
    }

    /// <summary>Also refuses the keys of seats where the type counts none.</summary>
    public long? SeatsMax(LicenseType? type)
    {
        var seats = members.Whole(PolicyKeys.MaxSeats, 1, PolicyLimits.SeatsMost);
        if (type is { IsSeated: true } && !members.Has(PolicyKeys.MaxSeats))
            members.Refuse(PolicyKeys.MaxSeats, $"is required for license type {type.Name}");
        if (type is { IsSeated: false })
        {
            foreach (var name in members.Names.Where(PolicyKeys.OfSeats.Contains))
                members.Refuse(name, $"must be left out: license type {type.Name} counts no seats");
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
            if (members.Whole(term.Name, term.Least, term.Most) is { } value)
                terms.Add(term.Name, value);
            else if (term.Required && !members.Has(term.Name))
                members.Refuse(term.Name, $"is required for license type {type.Name}");
        }
        foreach (var name in members.Names.Where(name => !PolicyKeys.IsTaken(name) && type.Terms.All(term => term.Name != name)))
            members.Refuse(name, $"is not a key of license type {type.Name}");
        return terms.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public ImmutableArray<string> Features()
    {
        if (!members.TryGet(PolicyKeys.Features, out var array))
            return [];
        if (array.ValueKind != JsonValueKind.Array)
        {
            members.Refuse(PolicyKeys.Features, "must be an array of feature names");
            return [];
        }

        var features = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = Math.Max(2, 1 + array.GetArrayLength());
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            var name = element.ValueKind == JsonValueKind.String ? element.GetString()! : null;
            bytes += Encoding.UTF8.GetByteCount(name ?? "") + 2;
            if (!Text.IsNameOf(FeatureCharacters, name, PolicyLimits.FeatureNameMax))
                Refuse(index, $"must be a name of 1–{PolicyLimits.FeatureNameMax} of a-z A-Z 0-9 . _ -");
            else if (!seen.Add(name!))
                Refuse(index, $"repeats '{name}'");
            else
                features.Add(name!);
        }
        if (bytes > PolicyLimits.FeaturesBytesMax)
            members.Refuse(PolicyKeys.Features, $"must be at most {PolicyLimits.FeaturesBytesMax} bytes as JSON, so that it fits a token");
        return features.ToImmutable();

        void Refuse(int index, string message) =>
            members.Refuse(string.Create(CultureInfo.InvariantCulture, $"{PolicyKeys.Features}[{index}]"), message);
    }

    public FrozenDictionary<string, long> FeatureSeats(ImmutableArray<string> features)
    {
        if (members.Within(PolicyKeys.FeatureSeats) is not { } pools)
            return FrozenDictionary<string, long>.Empty;

        var seats = new Dictionary<string, long>(StringComparer.Ordinal);
        var known = features.ToHashSet(StringComparer.Ordinal);
        foreach (var name in pools.Names)
        {
            if (!known.Contains(name))
                pools.Refuse(name, "is not one of policy_json.features");
            if (pools.Whole(name, 1, PolicyLimits.SeatsMost) is { } count)
                seats.Add(name, count);
        }
        return seats.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public (int Default, int Max) LeaseSeconds()
    {
        var length = (int?)members.Whole(PolicyKeys.LeaseSeconds, PolicyLimits.LeaseSecondsLeast, PolicyLimits.LeaseSecondsMost);
        var max = (int?)members.Whole(PolicyKeys.LeaseSecondsMax, PolicyLimits.LeaseSecondsLeast, PolicyLimits.LeaseSecondsMost);
        if (length is null && members.Has(PolicyKeys.LeaseSeconds))
            return default;

        var standard = length ?? PolicyLimits.LeaseSecondsDefault;
        if (max < standard)
            members.Refuse(PolicyKeys.LeaseSecondsMax, $"must be at least lease_seconds, which is {standard}");
        return (standard, max ?? standard);
    }
}
