using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Crashes;

/// <summary>The program itself, as a process of its own that can be killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private static readonly string Local = PathOf("BigPicture.Host.Local", "bigpicture");
    private static readonly string Cloud = PathOf("BigPicture.Host.Cloud", "bigpicture-cloud");

    private readonly Process process;

    private ServerProcess(Process process, HttpClient client) => (this.process, Client) = (process, client);

    public HttpClient Client { get; }

    /// <summary>Runs a command to its end and gives what it prints on stdout.</summary>
    public static Task<string> Run(params string[] arguments) => Run(Local, arguments);

    /// <summary>The same for the program that is named.</summary>
    public static async Task<string> RunCloud(params string[] arguments) => await Run(Cloud, arguments);

    private static async Task<string> Run(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"bigpicture {string.Join(' ', arguments)} ended with {process.ExitCode}");
        return output;
    }

    public static async Task<JsonElement> Init(string data) => JsonElement.Parse(await Run("init", "--demo", "--data", data, "--json"));

    public static Task<ServerProcess> Serve(string data, string token) => Serve(Local, token, "--data", data);

    /// <summary>One of several servers on the same database and keys.</summary>
    public static Task<ServerProcess> ServeCloud(string database, string data, string token) =>
        Serve(Cloud, token, "--database-url", database, "--data", data);

    private static async Task<ServerProcess> Serve(string program, string token, params string[] arguments)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = Start(program, ["serve", .. arguments, "--url", url.ToString()]);
        var client = new HttpClient { BaseAddress = url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        var waited = Stopwatch.StartNew();
        while (!await IsReady(client))
        {
            Assert.False(process.HasExited, "The server ended instead of starting.");
            Assert.True(waited.Elapsed < StartWithin, "The server did not become ready.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        return new ServerProcess(process, client);
    }

    /// <summary>kill -9: no word to stop, nothing flushed.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
        Client.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // Nobody listens yet.
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string PathOf(string project, string program)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Repository.Path($"src/{project}/bin/{configuration}/net10.0/{program}.dll");
    }
}
