using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace BigPicture.IntegrationTests.Fixture;

/// <summary>Requests as a test writes them, and what it asks of their answers.</summary>
internal static class Talk
{
    public static Task<Reply> Get(this HttpClient client, string path) => client.Ask(HttpMethod.Get, path, null);

    public static Task<Reply> Post(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.Ask(HttpMethod.Post, path, Json(json), headers);

    public static Task<Reply> Put(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.Ask(HttpMethod.Put, path, Json(json), headers);

    public static Task<Reply> Delete(this HttpClient client, string path) => client.Ask(HttpMethod.Delete, path, null);

    public static async Task<Reply> Ask(
        this HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await Reply.Of(answer);
    }

    public static HttpContent Json(string json) => Json(Encoding.UTF8.GetBytes(json));

    public static HttpContent Json(byte[] body) =>
        new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}

internal sealed record Reply(
    HttpStatusCode Status,
    string Text,
    string? MediaType,
    HttpResponseHeaders Headers,
    HttpContentHeaders ContentHeaders
)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Body => JsonElement.Parse(Text);

    /// <summary>The code of a problem.</summary>
    public string Code => Body.GetProperty("code").GetString()!;

    /// <summary>The fields that a problem names, in order.</summary>
    public IEnumerable<string> Fields =>
        Body.GetProperty("details").GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!);

    public string this[string member] => Body.GetProperty(member).GetString()!;

    public static async Task<Reply> Of(HttpResponseMessage answer) =>
        new(
            answer.StatusCode,
            answer.Content.Headers.ContentType?.MediaType == SentEvents.MediaType
                ? await SentEvents.FirstOf(answer)
                : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Content.Headers.ContentType?.MediaType,
            answer.Headers,
            answer.Content.Headers
        );

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>A whole problem document of this code.</summary>
    public Reply MustRefuse(HttpStatusCode status, string code)
    {
        Assert.True(status == Status, $"{(int)Status} instead of {(int)status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(code, Code);
        Assert.Equal((int)status, Body.GetProperty("status").GetInt32());
        Assert.Equal("urn:bigpicture:problem:" + code.ToLowerInvariant().Replace('_', '-'), this["type"]);
        Assert.Equal(Header("X-Request-Id"), this["request_id"]);
        Assert.NotEmpty(this["title"]);
        Assert.NotEmpty(this["message"]);
        return this;
    }

    /// <summary>A malformed request, with exactly these fields.</summary>
    public Reply MustBlame(params string[] fields)
    {
        MustRefuse(HttpStatusCode.BadRequest, "BAD_REQUEST");
        Assert.Equal(fields, Fields);
        return this;
    }

    public Reply Must(params HttpStatusCode[] statuses)
    {
        Assert.True(
            statuses.Contains(Status),
            $"{(int)Status} instead of {string.Join(" or ", statuses.Select(status => (int)status))}: {Text}"
        );
        return this;
    }
}
