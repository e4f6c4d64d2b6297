using BigPicture.Benchmarks.Load;
using BigPicture.Benchmarks.Report;

namespace BigPicture.Benchmarks.Rows;

/// <summary>The server's memory once it has given a hundred thousand leases that all live.</summary>
internal sealed class Memory(BenchOptions options)
{
    public const int Leases = 100_000;

    public async IAsyncEnumerable<Figure> Measure(Target server)
    {
        await Drive.Fill(server, options.Clients, "keep", Leases);
        yield return Figure.AtMost("memory", "memory with 100,000 live leases", server.Process!.ResidentBytes / 1e6, "MB", 300);
    }
}
