using System.Diagnostics;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>Other people's programs, as the system has them.</summary>
internal static class Programs
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(2);

    public static bool Has(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public static async Task<Ran> Run(string program, params string[] arguments)
    {
        using var process = Start(program, Path.GetTempPath(), arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, output, await errors);
    }

    /// <summary>One that serves HTTP on a port, as soon as it answers.</summary>
    public static async Task<RunningProgram> Start(string program, string folder, Func<int, string[]> arguments)
    {
        var port = LoopbackPort.Free();
        var process = Start(program, folder, arguments(port));
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var running = new RunningProgram(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        var waited = Stopwatch.StartNew();
        while (!await running.Answers())
        {
            Assert.True(!process.HasExited && waited.Elapsed < StartsWithin, $"{program} did not start.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return running;
    }

    private static Process Start(string program, string folder, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}

internal sealed class RunningProgram(Process process, HttpClient client) : IAsyncDisposable
{
    public HttpClient Client => client;

    public async Task<bool> Answers()
    {
        try
        {
            using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
