using System.Globalization;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Telemetry;

/// <summary>Reads the feed off a socket as it comes.</summary>
internal sealed class EventStreamReader : IAsyncDisposable
{
    private readonly SentEvents sent;

    private EventStreamReader(SentEvents sent) => this.sent = sent;

    public HttpResponseMessage Answer => sent.Answer;

    /// <summary>The last id that came.</summary>
    public long LastId { get; private set; }

    public static Task<HttpResponseMessage> Ask(HttpClient client, string path, string accept = SentEvents.MediaType) =>
        SentEvents.Ask(client, path, accept: accept);

    public static async Task<EventStreamReader> Open(HttpClient client, string path, long? lastEventId = null) =>
        new(await SentEvents.Open(client, path, lastEventId?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<JsonElement?> Next()
    {
        if (await sent.Next() is not { } heard)
            return null;
        LastId = long.Parse(heard.Id!, CultureInfo.InvariantCulture);
        return JsonElement.Parse(heard.Data!);
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
        sent.Dispose();
        return ValueTask.CompletedTask;
    }
}
