using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Entitlements;

/// <summary>What an entitlement allows: <c>policy_json</c>, checked. An instance cannot be wrong and cannot change.</summary>
/// <remarks>Two policies are equal when their text is: what was sent is what is kept and shown.</remarks>
public sealed record Policy
{
    private Policy() { }

    /// <summary>The text as it was sent, without insignificant white space.</summary>
    public string Json { get; private init; } = "";

    public string LicenseType { get; private init; } = "";

    /// <summary>Null when the license type counts no seats.</summary>
    public long? SeatsMax { get; private init; }

    public ImmutableArray<string> Features { get; private init; } = [];

    /// <summary>What a lease carries when the request names no features: those that have no pool of their own.</summary>
    public ImmutableArray<string> FeaturesWithoutSeats { get; private init; } = [];

    /// <summary>The features that have a pool of their own, and its seats.</summary>
    public FrozenDictionary<string, long> FeatureSeats { get; private init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>Granted beyond <see cref="SeatsMax"/>, and marked.</summary>
    public long OverdraftSeats { get; private init; }

    /// <summary>The length of a lease when the request names none.</summary>
    public int LeaseSeconds { get; private init; }

    /// <summary>The most that a request may ask for.</summary>
    public int LeaseSecondsMax { get; private init; }

    public int GraceSeconds { get; private init; }

    /// <summary>Whether a revoked lease keeps its seat until its last token has run out.</summary>
    public bool HoldRevokedSeats { get; private init; }

    public bool BindMachine { get; private init; }

    public bool UsageSignals { get; private init; }

    /// <summary>The same as a license type sees it.</summary>
    public LicensePolicy ForLicenseType { get; private init; } = new() { SeatsMax = 0 };

    /// <summary>Reads a policy as it came from outside; a denial tells everything that is wrong with it, each under its own field.</summary>
    public static Outcome<Policy> Parse(JsonElement json, LicenseTypeCatalog types) => Read(json, types.Find, types.Names);

    /// <summary>
    /// Reads back the <see cref="Json"/> of a policy. Asks no catalog: an entitlement stays readable after the plug-in of its type has
    /// been taken away.
    /// </summary>
    public static Policy Restore(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return Read(root, name => new LicenseTypeAsStored(name, root), typeNames: []).Value;
    }

    /// <summary>The pools that a feature has of its own here and would no longer have under <paramref name="next"/>.</summary>
    public ImmutableArray<string> PoolsLostIn(Policy next) =>
        [.. FeatureSeats.Keys.Where(feature => !next.FeatureSeats.ContainsKey(feature)).Order(StringComparer.Ordinal).Select(FeaturePool)];

    public bool HasFeature(string feature) => Features.Contains(feature, StringComparer.Ordinal);

    /// <summary>Seats by pool, overdraft included, of the pools whose limit the policy fixes.</summary>
    public IReadOnlyDictionary<string, long> PoolLimits()
    {
        var limits = FeatureSeats.ToDictionary(pool => FeaturePool(pool.Key), pool => pool.Value, StringComparer.Ordinal);
        if (SeatsMax is { } seats)
            limits.Add(SeatClaim.Seats, seats + OverdraftSeats);
        return limits;
    }

    public static string FeaturePool(string feature) => "feature/" + feature;

    public bool Equals(Policy? other) => other is not null && Json == other.Json;

    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Json;

    private static Outcome<Policy> Read(JsonElement json, Func<string, LicenseType?> findType, IReadOnlyList<string> typeNames)
    {
        var problems = new FieldProblems();
        if (PolicyMembers.Open(json, "policy_json", problems, out var text) is not { } members)
            return problems.ToDenial();

        var reader = new PolicyReader(members, findType, typeNames);
        var type = reader.LicenseType();
        var seats = reader.SeatsMax(type);
        var features = reader.Features();
        var featureSeats = reader.FeatureSeats(features);
        var (length, lengthMax) = reader.LeaseSeconds();
        var policy = new Policy
        {
            Json = text,
            LicenseType = type?.Name ?? "",
            SeatsMax = seats,
            Features = features,
            FeaturesWithoutSeats = [.. features.Where(feature => !featureSeats.ContainsKey(feature))],
            FeatureSeats = featureSeats,
            OverdraftSeats = members.Whole(PolicyKeys.OverdraftSeats, 0, PolicyLimits.SeatsMost) ?? 0,
            LeaseSeconds = length,
            LeaseSecondsMax = lengthMax,
            GraceSeconds = (int)(members.Whole(PolicyKeys.GraceSeconds, 0, PolicyLimits.GraceSecondsMost) ?? 0),
            HoldRevokedSeats = members.Flag(PolicyKeys.HoldRevokedSeats),
            BindMachine = members.OneOf(PolicyKeys.Bind, "none", "machine") == "machine",
            UsageSignals = members.Flag(PolicyKeys.UsageSignals),
            ForLicenseType = new LicensePolicy
            {
                SeatsMax = seats ?? 0,
                Features = features,
                Terms = reader.Terms(type),
            },
        };
        return problems.Any ? problems.ToDenial() : policy;
    }

    /// <summary>A stored policy was checked against its type when it was written, so its own text tells what that type allows.</summary>
    private sealed class LicenseTypeAsStored(string name, JsonElement json) : LicenseType
    {
        public override string Name => name;

        public override bool IsSeated => json.TryGetProperty(PolicyKeys.MaxSeats, out _);

        public override IReadOnlyList<PolicyTerm> Terms { get; } =
        [
            .. json.EnumerateObject()
                .Where(member => !PolicyKeys.IsTaken(member.Name))
                .Select(member => new PolicyTerm(member.Name, long.MinValue, long.MaxValue)),
        ];

        public override Decision Decide(LicensePolicy policy, LeaseRequest request) =>
            throw new NotSupportedException("A type that is known by a stored policy alone decides nothing.");
    }
}
