using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BigPicture.Client.Diagnostics;
using BigPicture.Client.Revocations;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Servers;

/// <summary>One server: one call, one <see cref="Reply{T}"/>. It never retries, and throws nothing but a cancelled caller's cancellation.</summary>
internal sealed class ServerLink : IDisposable
{
    private const int AnswerBytesMax = 8 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly TimeSpan patience;

    public ServerLink(ServerAddress address, LicenseClientOptions options)
    {
        Address = address.Url;
        patience = options.CallTimeout;
        http = new HttpClient(Transport.To(Address, options))
        {
            BaseAddress = new Uri(Address.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + (address.Token ?? options.Token));
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
    }

    public Uri Address { get; }

    /// <param name="call">The name of the call, for whoever watches.</param>
    /// <param name="path">What follows the server's URL, without a leading slash.</param>
    public Task<Reply<T>> Post<TBody, T>(
        string call,
        string path,
        TBody body,
        JsonTypeInfo<TBody> form,
        JsonTypeInfo<T> answer,
        CancellationToken cancel
    )
        where T : class
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, form));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Send(call, new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, answer, cancel);
    }

    public Task<Reply<T>> Get<T>(string call, string path, JsonTypeInfo<T> answer, CancellationToken cancel)
        where T : class => Send(call, new HttpRequestMessage(HttpMethod.Get, path), answer, cancel);

    /// <summary>Opens a stream of events that stays open; only its beginning is waited for.</summary>
    /// <param name="lastEventId">What was heard last; null: nothing yet.</param>
    public async Task<Reply<EventStream>> OpenStream(string path, long? lastEventId, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(EventStream.MediaType);
        if (lastEventId is { } id)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(patience);
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == EventStream.MediaType)
                return new Reply<EventStream>(new EventStream(response, await Body(response).ConfigureAwait(false)));
            using (response)
                return new Reply<EventStream>(Failed(response, ""));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Away<EventStream>("no answer in time.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Away<EventStream>(e.GetBaseException().Message);
        }
    }

    /// <returns>Null when it is no such document.</returns>
    public static T? TryRead<T>(string json, JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Reply<T>> Send<T>(string call, HttpRequestMessage request, JsonTypeInfo<T> form, CancellationToken cancel)
        where T : class
    {
        using var sent = request;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var activity = Telemetry.Start(call, Address);
        limited.CancelAfter(patience);
        var since = TimeProvider.System.GetTimestamp();
        Reply<T> reply;
        try
        {
            using var response = await http.SendAsync(sent, limited.Token).ConfigureAwait(false);
            var body = await Text(response).ConfigureAwait(false);
            reply = response.IsSuccessStatusCode ? Read(body, form) : new Reply<T>(Failed(response, body));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            reply = Away<T>($"no answer within {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.");
        }
        // Connections fail in many ways, and on each platform in its own: whatever it is, no answer was heard.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            reply = Away<T>(e.GetBaseException().Message);
        }
        Telemetry.Ended(activity, call, reply.IsGood(out _, out var why) ? "ok" : why.Code, TimeProvider.System.GetElapsedTime(since));
        return reply;
    }

    // The answer is in memory by now: this waits for nobody.
    private static Task<string> Text(HttpResponseMessage response) =>
#if NET
        response.Content.ReadAsStringAsync(CancellationToken.None);
#else
        response.Content.ReadAsStringAsync();
#endif

    private static Task<Stream> Body(HttpResponseMessage response) =>
#if NET
        response.Content.ReadAsStreamAsync(CancellationToken.None);
#else
        response.Content.ReadAsStreamAsync();
#endif

    private Reply<T> Read<T>(string body, JsonTypeInfo<T> form)
        where T : class =>
        TryRead(body, form) is { } value ? new Reply<T>(value) : Away<T>("it answers, but not as a Big Picture server does.");

    private CallFailure Failed(HttpResponseMessage response, string body)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        var after = response.Headers.RetryAfter;
        // Null: a proxy or something else altogether speaks.
        var problem = TryRead(body, WireJson.Answers.ProblemDocument);
        return new CallFailure(Address, $"{Address} answers {status}: {problem?.Message ?? "not as a Big Picture server does."}")
        {
            Problem = problem,
            RetryAfter = after?.Delta ?? (after?.Date is { } date && response.Headers.Date is { } now ? date - now : null),
        };
    }

    private Reply<T> Away<T>(string reason)
        where T : class => new(new CallFailure(Address, $"{Address} does not answer: {reason}"));
}
