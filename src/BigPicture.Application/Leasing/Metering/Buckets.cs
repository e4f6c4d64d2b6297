using System.Diagnostics.Metrics;

namespace BigPicture.Application.Leasing.Metering;

/// <summary>The bounds of histograms, chosen where this server's figures lie.</summary>
internal static class Buckets
{
    /// <summary>From a commit on a fast disk to the time at which callers give up.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    public static readonly InstrumentAdvice<long> BatchSizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };
}
