namespace BigPicture.Benchmarks.Report;

/// <summary>One line of the report.</summary>
/// <param name="Key">Its name in scripts.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the runs.</param>
/// <param name="Wanted">What it must reach, in words; null: told for comparison.</param>
/// <param name="IsReached">Null where nothing is wanted. Only told: no figure fails a run.</param>
internal sealed record Figure(string Key, string Name, double Value, string Unit, string? Wanted = null, bool? IsReached = null)
{
    public static Figure AtLeast(string key, string name, double value, string unit, double least) =>
        new(key, name, value, unit, $">= {least:N}".Replace(".00", ""), value >= least);

    public static Figure AtMost(string key, string name, double value, string unit, double most) =>
        new(key, name, value, unit, $"<= {most:N}".Replace(".00", ""), value <= most);
}
