using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BigPicture.IntegrationTests.Observability;

/// <summary>
/// Takes what is sent by OTLP over HTTP. It knows the paths and not the format: texts stand in Protocol Buffers as they are, so what must be
/// in there, or must not, is looked for as bytes.
/// </summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private static readonly TimeSpan ComesWithin = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<(string Path, string Text)> received = new();
    private readonly WebApplication app;

    private OtlpSink(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public static async Task<OtlpSink> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var sink = new OtlpSink(app);
        app.Run(sink.Take);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return sink;
    }

    /// <summary>Everything that came under a path, one byte a character.</summary>
    public string At(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Text));

    public async Task Hear(string path, string text)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!At(path).Contains(text, StringComparison.Ordinal))
        {
            Assert.True(waited.Elapsed < ComesWithin, $"{path} did not bring '{text}'; it has {At(path).Length} bytes.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        received.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
        http.Response.ContentType = "application/x-protobuf";
    }
}
