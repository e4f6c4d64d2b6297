using System.Diagnostics;
using System.Net;
using BigPicture.Testing;
using BigPicture.Testing.Network;

namespace BigPicture.Benchmarks.Servers;

/// <summary>A server as a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(2);

    private static readonly string OwnProgram = Path.Combine(AppContext.BaseDirectory, "bigpicture-bench.dll");

    private readonly Process process;

    private ServerProcess(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan StartTime { get; private set; }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of memory that are its own or shared, now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>A server of this checkout that is ready.</summary>
    /// <param name="settings">Further ones, as arguments of <c>serve</c>.</param>
    public static Task<ServerProcess> License(string data, params string[] settings) =>
        Start(url => [Checkout.LocalServer, "serve", "--data", data, "--url", url, .. settings], "/readyz");

    /// <summary>A replica on a database, ready.</summary>
    public static Task<ServerProcess> Cloud(string data, string database) =>
        Start(url => [Checkout.CloudServer, "serve", "--data", data, "--database-url", database, "--url", url], "/readyz");

    /// <summary>The bare endpoint in front of a copy of a server's data.</summary>
    /// <param name="database">Of a cloud server; null: the local one's, in its directory.</param>
    public static Task<ServerProcess> Bare(string data, string entitlement, int batchSizeMax, string? database = null) =>
        Start(url => [OwnProgram, "bare", data, url, entitlement, $"{batchSizeMax}", .. database is null ? [] : new[] { database }], "/");

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<ServerProcess> Start(Func<string, string[]> arguments, string path)
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var watch = Stopwatch.StartNew();
        var info = new ProcessStartInfo("dotnet", arguments(url.ToString())) { RedirectStandardOutput = true };
        var server = new ServerProcess(Process.Start(info)!, url);
        server.process.OutputDataReceived += (_, _) => { };
        server.process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = url };
        while (!Answers(client, path))
        {
            if (server.process.HasExited || watch.Elapsed > StartWithin)
                throw new InvalidOperationException("A server did not become ready; its words stand above.");
            await Task.Delay(5);
        }
        server.StartTime = watch.Elapsed;
        return server;
    }

    private static bool Answers(HttpClient client, string path)
    {
        try
        {
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, path));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
