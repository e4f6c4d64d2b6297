namespace BigPicture.Benchmarks.Report;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The median of the runs.</param>
/// <param name="Wanted">What it must reach, in words; null: told for comparison.</param>
/// <param name="IsReached">Null where nothing is wanted. Only told: no figure fails a run.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Wanted = null, bool? IsReached = null)
{
    public static Figure AtLeast(string name, double value, string unit, double least) =>
        new(name, value, unit, $">= {least:N}".Replace(".00", ""), value >= least);

    public static Figure AtMost(string name, double value, string unit, double most) =>
        new(name, value, unit, $"<= {most:N}".Replace(".00", ""), value <= most);
}
