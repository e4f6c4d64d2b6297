using System.Diagnostics;
using System.Net;
using BigPicture.Testing.Network;

namespace BigPicture.Proof.Rig;

/// <summary>One server: a place to listen at, and a process that is killed and started again there.</summary>
/// <param name="arguments">What it is started with, but for the address.</param>
/// <param name="environment">Variables that it finds.</param>
/// <param name="log">A file that takes what it says.</param>
internal sealed class ServerProcess(string[] arguments, IReadOnlyDictionary<string, string> environment, string log) : IDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(10);
    private static readonly HttpClient Health = new() { Timeout = TimeSpan.FromSeconds(5) };

    private Process? process;

    public int Port { get; } = LoopbackPort.Free();

    public bool IsRunning => process is { HasExited: false };

    public void Start()
    {
        // Its words go to a file by way of the shell: a pipe would tie it to us, and it would wait for us to read.
        string[] all = ["-c", "exec \"$@\" >>\"$0\" 2>&1", log, "dotnet", .. arguments, "--url", $"http://127.0.0.1:{Port}"];
        var start = new ProcessStartInfo("/bin/sh", all);
        // The settings of whoever runs the proof are not the servers'.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("BIGPICTURE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process?.Dispose();
        process = Process.Start(start)!;
    }

    /// <summary>kill -9: no word to stop, nothing flushed.</summary>
    public async Task Kill()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Not one instruction more, until it is let go.</summary>
    public Task Hold() => Signal("STOP");

    public Task Unhold() => Signal("CONT");

    /// <summary>Waits until it can do its work.</summary>
    /// <exception cref="InvalidOperationException">It ended, or takes too long.</exception>
    public async Task Ready(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (!await IsReady(cancel))
        {
            if (!IsRunning || waited.Elapsed > ReadyWithin)
                throw new InvalidOperationException(
                    $"A server {(IsRunning ? "did not become ready" : "ended")}: {string.Join('\n', File.ReadLines(log).TakeLast(20))}"
                );
            await Task.Delay(25, cancel);
        }
    }

    public void Dispose()
    {
        if (IsRunning)
            process!.Kill();
        process?.Dispose();
        process = null;
    }

    private async Task<bool> IsReady(CancellationToken cancel)
    {
        try
        {
            using var answer = await Health.GetAsync(new Uri($"http://127.0.0.1:{Port}/readyz"), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private Task Signal(string name) => IsRunning ? Tool.Run("kill", [$"-{name}", $"{process!.Id}"]) : Task.CompletedTask;
}
