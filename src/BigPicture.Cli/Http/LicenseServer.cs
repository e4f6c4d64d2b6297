using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BigPicture.Cli.Http;

/// <summary>The server as a command sees it: one call, one <see cref="Answer{T}"/>. It never retries.</summary>
internal sealed class LicenseServer : IDisposable
{
    public static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    private const int AnswerBytesMax = 64 * 1024 * 1024;

    private readonly HttpClient http;

    /// <param name="token">Null: for what may be asked without.</param>
    public LicenseServer(Uri address, string? token)
    {
        Address = address;
        // A proxy from the environment never stands between this machine and itself.
        var handler = new SocketsHttpHandler
        {
            UseProxy = !address.IsLoopback,
            AllowAutoRedirect = false,
            ConnectTimeout = PatienceMax,
        };
        http = new HttpClient(handler)
        {
            BaseAddress = address,
            Timeout = PatienceMax,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public Uri Address { get; }

    public bool HasToken => http.DefaultRequestHeaders.Authorization is not null;

    /// <summary>The server's clock as of its last answer; null when it did not tell.</summary>
    public DateTimeOffset? ToldTime { get; private set; }

    public Task<Answer<T>> Get<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancel) =>
        Send(new HttpRequestMessage(HttpMethod.Get, path), answer, cancel);

    public Task<Answer<T>> Post<TBody, T>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> form,
        JsonTypeInfo<T> answer,
        CancellationToken cancel
    ) => Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = Content(body, form) }, answer, cancel);

    /// <summary>Asks for what needs no body.</summary>
    public Task<Answer<T>> Post<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancel) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path), answer, cancel);

    /// <param name="ifMatch">The ETag that must still stand; null: whatever stands.</param>
    public Task<Answer<T>> Put<TBody, T>(
        string path,
        TBody body,
        string? ifMatch,
        JsonTypeInfo<TBody> form,
        JsonTypeInfo<T> answer,
        CancellationToken cancel
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = Content(body, form) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return Send(request, answer, cancel);
    }

    /// <returns>The failure, or null when it is gone.</returns>
    public async Task<Failure?> Delete(string path, CancellationToken cancel)
    {
        var (status, body, _, failure) = await Exchange(new HttpRequestMessage(HttpMethod.Delete, path), cancel);
        return failure ?? ((int)status < 300 ? null : Failures.Of(Address, status, body));
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer<T>> Send<T>(HttpRequestMessage request, JsonTypeInfo<T> form, CancellationToken cancel)
    {
        var (status, body, etag, failure) = await Exchange(request, cancel);
        if (failure is not null)
            return failure;
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted))
            return Failures.Of(Address, status, body);
        try
        {
            return JsonSerializer.Deserialize(body, form) is { } value
                ? new Answer<T>(value, body, etag)
                : Failures.NotOurs(Address, status);
        }
        catch (JsonException)
        {
            return Failures.NotOurs(Address, status);
        }
    }

    private async Task<(HttpStatusCode Status, string Body, string? ETag, Failure? Failure)> Exchange(
        HttpRequestMessage request,
        CancellationToken cancel
    )
    {
        using var sent = request;
        try
        {
            using var response = await http.SendAsync(request, cancel);
            ToldTime = response.Headers.Date ?? ToldTime;
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancel), response.Headers.ETag?.ToString(), null);
        }
        catch (HttpRequestException lost)
        {
            return (default, "", null, Failures.Unreachable(Address, (lost.InnerException as SocketException)?.Message ?? lost.Message));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (default, "", null, Failures.Unreachable(Address, $"no answer within {PatienceMax.TotalSeconds} s."));
        }
    }

    private static ByteArrayContent Content<T>(T body, JsonTypeInfo<T> form)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, form));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
