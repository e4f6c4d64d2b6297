namespace BigPicture.Benchmarks.Rows;

/// <param name="Clients">Connections, each with one request under way.</param>
/// <param name="Seconds">Length of one run.</param>
/// <param name="Runs">Runs of which the median is told.</param>
internal sealed record BenchOptions(int Clients, int Seconds, int Runs)
{
    public TimeSpan Time => TimeSpan.FromSeconds(Seconds);
}
