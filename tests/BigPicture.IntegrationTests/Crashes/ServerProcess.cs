using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>The program itself, as a process of its own that can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);

    /// <summary>As it was built, or as <c>BIGPICTURE_PROGRAM</c> names it: the single file that is shipped, for its figures.</summary>
    private static readonly string LocalProgram = Environment.GetEnvironmentVariable("BIGPICTURE_PROGRAM") ?? Testing.Checkout.LocalServer;
    private static readonly string CloudProgram = Testing.Checkout.CloudServer;

    private readonly Process process;
    private readonly StringBuilder words = new();
    private readonly Channel<string> answers = Channel.CreateUnbounded<string>();

    private ServerProcess(Process process, HttpClient client) => (this.process, Client) = (process, client);

    public HttpClient Client { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>It has answered that it has started.</summary>
    public bool WasReady { get; private set; }

    /// <summary>A tracer has taken hold of it.</summary>
    public bool IsTraced => !HasExited && !File.ReadAllText($"/proc/{Id}/status").Contains("TracerPid:\t0\n", StringComparison.Ordinal);

    public int ExitCode => process.ExitCode;

    /// <summary>The processor's time that it has used: tells more than a clock on a machine that does other things too.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has in use now.</summary>
    public long ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1_000_000;
        }
    }

    /// <summary>What it said on stderr so far.</summary>
    public string Words
    {
        get
        {
            lock (words)
                return words.ToString();
        }
    }

    /// <summary>Runs a command to its end and gives what it prints on stdout.</summary>
    public static Task<string> Run(params string[] arguments) => Run(new Launch(), arguments);

    public static Task<string> Run(Launch launch, params string[] arguments) => Run(LocalProgram, arguments, launch);

    /// <summary>The same for the program that is named.</summary>
    public static async Task<string> RunCloud(params string[] arguments) => await Run(CloudProgram, arguments, new Launch());

    private static async Task<string> Run(string program, string[] arguments, Launch launch)
    {
        var ran = await Try(program, arguments, launch);
        Assert.True(ran.Code == 0, $"bigpicture {string.Join(' ', arguments)} ended with {ran.Code}: {ran.Errors}");
        return ran.Output;
    }

    /// <summary>Runs a command to its end, whatever that is.</summary>
    public static Task<Ran> TryRunCloud(Launch launch, params string[] arguments) => Try(CloudProgram, arguments, launch);

    private static async Task<Ran> Try(string program, string[] arguments, Launch launch)
    {
        var start = Program(program, arguments, launch);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, output, await errors);
    }

    /// <summary>A server that is ready.</summary>
    public static async Task<ServerProcess> Serve(ServerData data, Launch? launch = null)
    {
        var server = await TryServe(data, launch ?? new Launch());
        Assert.False(server.HasExited, $"The server ended instead of starting: {server.Words}");
        return server;
    }

    /// <summary>One of several servers on the same database and keys.</summary>
    public static Task<ServerProcess> ServeCloud(string database, string data, string token, params string[] more) =>
        ServeCloud(new Launch(), database, data, token, more);

    public static async Task<ServerProcess> ServeCloud(Launch launch, string database, string data, string token, params string[] more)
    {
        var server = await TryServe(CloudProgram, token, ["--database-url", database, "--data", data, .. more], launch);
        Assert.False(server.HasExited, $"The server ended instead of starting: {server.Words}");
        return server;
    }

    /// <summary>A program that runs; whoever started it hears what it says.</summary>
    public static ServerProcess StartCloud(params string[] arguments)
    {
        var start = Program(CloudProgram, arguments, new Launch());
        start.RedirectStandardError = true;
        var server = new ServerProcess(Process.Start(start)!, new HttpClient());
        server.Listen();
        return server;
    }

    /// <summary>A server that is ready, or one that has ended.</summary>
    public static Task<ServerProcess> TryServe(ServerData data, Launch launch) =>
        TryServe(LocalProgram, data.Token, ["--data", data.Path], launch);

    /// <summary>A server for trials, with nothing of its own.</summary>
    public static Task<ServerProcess> ServeDev() => TryServe(LocalProgram, "", ["--dev"], new Launch());

    private static async Task<ServerProcess> TryServe(string program, string token, string[] arguments, Launch launch)
    {
        var url = new Uri($"http://127.0.0.1:{launch.Port ?? LoopbackPort.Free()}");
        var start = Program(program, ["serve", .. arguments, "--url", url.ToString()], launch);
        start.RedirectStandardError = true;
        var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        var server = new ServerProcess(Process.Start(start)!, client);
        server.Listen();
        var waited = Stopwatch.StartNew();
        while (!server.HasExited && await server.Health(launch.StartedWhen) != HttpStatusCode.OK)
        {
            Assert.True(waited.Elapsed < StartWithin, $"The server did not become ready. {server.Words}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        server.WasReady = !server.HasExited;
        return server;
    }

    /// <summary>The next line on stdout that begins so.</summary>
    public async Task<string> Hear(string beginning)
    {
        await foreach (var said in answers.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            if (said.Trim() is var line && line.StartsWith(beginning))
                return line;
        Assert.Fail($"It ended without saying '{beginning}': {Words}");
        return "";
    }

    /// <summary>What <c>/readyz</c> says; null when nobody answers.</summary>
    public Task<HttpStatusCode?> Health() => Health("/readyz");

    private async Task<HttpStatusCode?> Health(string path)
    {
        try
        {
            using var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>kill -9: no word to stop, nothing flushed.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The word to stop.</summary>
    public Task Terminate() => Signal("TERM");

    /// <summary>Not one instruction more, until it is let go.</summary>
    public Task Hold() => Signal("STOP");

    public Task Unhold() => Signal("CONT");

    /// <summary>Waits for it to end by itself; false when it goes on.</summary>
    public async Task<bool> EndsWithin(TimeSpan time)
    {
        var waited = Stopwatch.StartNew();
        while (!process.HasExited && waited.Elapsed < time)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return process.HasExited;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
        Client.Dispose();
    }

    private Task Signal(string name) =>
        Process.Start("kill", [$"-{name}", $"{process.Id}"]).WaitForExitAsync(TestContext.Current.CancellationToken);

    private void Listen()
    {
        process.ErrorDataReceived += (_, line) =>
        {
            lock (words)
                words.AppendLine(line.Data);
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                answers.Writer.TryWrite(text);
            else
                answers.Writer.TryComplete();
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>The local server's program with other arguments, not started yet.</summary>
    public static ProcessStartInfo Local(params string[] arguments) => Program(LocalProgram, arguments, new Launch());

    private static ProcessStartInfo Program(string program, string[] arguments, Launch launch)
    {
        string[] run = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        string[] all = [.. launch.Under, .. run, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true };
        // The settings of whoever runs the tests are not theirs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("BIGPICTURE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        return start;
    }
}
