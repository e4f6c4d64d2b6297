using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BigPicture.Client.Diagnostics;

/// <summary>What a listener of <see cref="LicenseClient.TelemetryName"/> gets: one activity and one measurement a call, and how many sessions hold.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new(LicenseClient.TelemetryName);
    private static readonly Meter Meter = new(LicenseClient.TelemetryName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "bigpicture.client.call.duration",
        "s",
        "Time that calls to license servers took."
    );

    private static readonly UpDownCounter<long> Held = Meter.CreateUpDownCounter<long>(
        "bigpicture.client.sessions",
        "{session}",
        "Sessions that hold a lease."
    );

    public static Activity? Start(string call, Uri server) =>
        Source.StartActivity($"bigpicture {call}", ActivityKind.Client)?.SetTag("server.address", server.Host);

    /// <param name="outcome"><c>ok</c>, or a code.</param>
    public static void Ended(Activity? activity, string call, string outcome, TimeSpan took)
    {
        var tags = new TagList { { "call", call }, { "outcome", outcome } };
        Duration.Record(took.TotalSeconds, tags);
        if (outcome != "ok")
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
    }

    public static void SessionBegan() => Held.Add(1);

    public static void SessionEnded() => Held.Add(-1);
}
