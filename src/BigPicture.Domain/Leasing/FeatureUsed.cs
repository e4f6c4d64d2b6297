using System.Collections.Immutable;
using System.Text.Json;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <param name="Count">Uses, 1–<see cref="CountMax"/>.</param>
/// <param name="At">When, by the application's clock.</param>
public sealed record FeatureUse(string Feature, int Count, Instant At)
{
    public const int CountMax = 1_000_000_000;
}

/// <summary>An application reported how often it used features of its lease: one fact for each report, with all that stood in it.</summary>
public sealed record FeatureUsed(Lease Lease, ImmutableArray<FeatureUse> Uses, Instant At) : LeaseFact(Lease, At)
{
    public override string Name => "feature.used";

    public override void WriteData(Utf8JsonWriter json)
    {
        base.WriteData(json);
        json.WriteStartArray("used");
        foreach (var use in Uses)
        {
            json.WriteStartObject();
            json.WriteString("feature", use.Feature);
            json.WriteNumber("count", use.Count);
            json.WriteString("at", use.At.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
