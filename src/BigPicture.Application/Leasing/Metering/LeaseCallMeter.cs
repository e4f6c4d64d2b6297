using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing.Metering;

/// <summary>Grants and refusals, and the time that a caller waits for one.</summary>
internal sealed class LeaseCallMeter : IDisposable
{
    private const string Granted = "granted";
    private const string Refused = "refused";
    private const string Failed = "failed";
    private const string NoReason = "none";
    private const string NoProduct = "";

    private static readonly FrozenDictionary<DenialCode, string> Reasons = Enum.GetValues<DenialCode>()
        .ToFrozenDictionary(code => code, code => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString()));

    private readonly Meter meter = new(Instrumentation.Name);
    private readonly TimeProvider clock;
    private readonly Counter<long> requests;
    private readonly Histogram<double> duration;

    public LeaseCallMeter(TimeProvider clock)
    {
        this.clock = clock;
        requests = meter.CreateCounter<long>("bigpicture.lease.requests", "{request}", "Lease calls by what became of them.");
        duration = meter.CreateHistogram(
            "bigpicture.lease.request.duration",
            "s",
            "From a lease call's arrival at the use case to its answer, signature and durable commit included.",
            advice: Buckets.Seconds
        );
    }

    public long Begin() => clock.GetTimestamp();

    /// <param name="refusal">Null: granted.</param>
    /// <param name="product">One that exists; null where none is known.</param>
    public void Note(string act, long begun, DenialCode? refusal, ProductId? product)
    {
        var outcome =
            refusal is null ? Granted
            : refusal is DenialCode.InternalError or DenialCode.Unavailable ? Failed
            : Refused;
        var tags = new TagList
        {
            { "act", act },
            { "outcome", outcome },
            { "reason", refusal is { } code ? Reasons[code] : NoReason },
            { "product", product is { } known ? known.Value : NoProduct },
        };
        requests.Add(1, tags);
        duration.Record(clock.GetElapsedTime(begun).TotalSeconds, new("act", act), new("outcome", outcome));
    }

    public void Dispose() => meter.Dispose();
}
