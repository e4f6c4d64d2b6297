using System.Runtime.InteropServices;

namespace BigPicture.Benchmarks.Report;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var load = File.Exists("/proc/loadavg")
            ? $", load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])} before"
            : "";
        return $"{Environment.ProcessorCount} processors ({Model()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}{load}";
    }

    private static string Model() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name"))?.Split(':')[1].Trim() ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
