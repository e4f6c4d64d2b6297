using System.Text;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>One server-sent event as it was read; a comment has no name and no id.</summary>
internal sealed record HeardEvent(string? Name, string? Id, string? Data);

/// <summary>Reads an answer of server-sent events line by line, for as long as a test likes.</summary>
internal sealed class SentEvents : IDisposable
{
    public const string MediaType = "text/event-stream";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpResponseMessage answer;
    private readonly StreamReader reader;

    private SentEvents(HttpResponseMessage answer, Stream body) => (this.answer, reader) = (answer, new StreamReader(body, Encoding.UTF8));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpResponseMessage Answer => answer;

    public static async Task<HttpResponseMessage> Ask(HttpClient client, string path, string? lastEventId = null, string accept = MediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    public static async Task<SentEvents> Open(HttpClient client, string path, string? lastEventId = null)
    {
        var answer = await Ask(client, path, lastEventId);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(MediaType, answer.Content.Headers.ContentType?.MediaType);
        return new SentEvents(answer, await answer.Content.ReadAsStreamAsync(Cancel));
    }

    /// <summary>The next event, comments passed over; null: the stream has ended.</summary>
    /// <exception cref="TimeoutException">Nothing came for two minutes.</exception>
    public Task<HeardEvent?> Next() => Read().WaitAsync(Patience, Cancel);

    /// <summary>All up to and with the first event, as text; for who sees in a stream an answer like any other.</summary>
    public static async Task<string> FirstOf(HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(Cancel) is { } line)
        {
            text.AppendLine(line);
            if (line.StartsWith("data:", StringComparison.Ordinal))
                break;
        }
        return text.ToString();
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
    }

    private async Task<HeardEvent?> Read()
    {
        string? name = null,
            id = null,
            data = null;
        while (await reader.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Length == 0 && data is not null)
                return new HeardEvent(name, id, data);
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                continue;
            var value = line[(colon + 1)..].TrimStart(' ');
            (name, id, data) = line[..colon] switch
            {
                "event" => (value, id, data),
                "id" => (name, value, data),
                "data" => (name, id, data + value),
                _ => (name, id, data),
            };
        }
        return null;
    }
}
