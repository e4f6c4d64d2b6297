using System.Net;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Reads server-sent events off a socket as they come.</summary>
internal sealed class EventStreamReader : IAsyncDisposable
{
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventStreamReader(HttpResponseMessage answer, StreamReader lines) => (this.answer, this.lines) = (answer, lines);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpResponseMessage Answer => answer;

    /// <summary>The last id that came.</summary>
    public long LastId { get; private set; }

    public static async Task<HttpResponseMessage> Ask(
        HttpClient client,
        string path,
        long? lastEventId = null,
        string accept = "text/event-stream"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (lastEventId is { } id)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    public static async Task<EventStreamReader> Open(HttpClient client, string path, long? lastEventId = null)
    {
        var answer = await Ask(client, path, lastEventId);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventStreamReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel)));
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<JsonElement?> Next()
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastId = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonElement.Parse(line[6..]);
            else
                Assert.True(line is "" or ":", line);
        }
        return null;
    }

    public async Task<List<JsonElement>> Next(int count)
    {
        var events = new List<JsonElement>();
        while (events.Count < count)
            events.Add((await Next())!.Value);
        return events;
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
