using System.Diagnostics;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>
/// Makes the nth of some calls on the database's files fail with <c>EIO</c>, and knows whether it came to that. The tracer counts for each
/// thread by itself.
/// </summary>
internal sealed class Injection : IDisposable
{
    private readonly string log = Path.GetTempFileName();
    private readonly string[] arguments;
    private Process? tracer;

    /// <param name="calls">As the tracer names them: <c>fsync,fdatasync</c>.</param>
    private Injection(string calls, int nth, params string[] paths) =>
        arguments = [
            "-f",
            "-o",
            log,
            .. paths.SelectMany(path => new[] { "-P", path }),
            "-e",
            $"trace={calls}",
            "-e",
            $"inject={calls}:error=EIO:when={nth}",
        ];

    public static Injection IntoFiles(ServerData data, string calls, int nth) => new(calls, nth, data.Database, data.Database + "-wal");

    public static Injection IntoDirectory(ServerData data, string calls, int nth) => new(calls, nth, data.Path);

    public bool WasMet => File.ReadAllText(log).Contains("(INJECTED)", StringComparison.Ordinal);

    /// <summary>For a server that is traced from its first instruction on.</summary>
    public Launch Launch => new() { Under = ["strace", "--seccomp-bpf", .. arguments] };

    /// <summary>Traces a server that runs already, from now on.</summary>
    public async Task Attach(ServerProcess server)
    {
        tracer = Process.Start(new ProcessStartInfo("strace", [.. arguments, "-p", $"{server.Id}"]) { RedirectStandardError = true })!;
        tracer.BeginErrorReadLine();
        await Machine.Until(() => Task.FromResult(server.IsTraced || server.HasExited), "The tracer does not take hold.");
    }

    public void Dispose()
    {
        if (tracer is { HasExited: false })
            tracer.Kill();
        tracer?.Dispose();
        File.Delete(log);
    }
}
