using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace BigPicture.Proof.Clients;

/// <summary>One client's connections to the servers of a site, kept open from call to call.</summary>
internal sealed class Line : IDisposable
{
    /// <summary>Longer than a pause or a restart takes: what is not answered by then is given up.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    /// <summary>Before and after the work, when everything is whole, there is always an answer.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromMinutes(2);

    private readonly HttpClient http;

    /// <param name="token">The administrator's.</param>
    /// <param name="within">How long to wait for an answer, where nothing is done to anybody.</param>
    public Line(string token, TimeSpan? within = null)
    {
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { Timeout = within ?? AnswerWithin };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks, and takes whatever comes for an answer.</summary>
    public async Task<Answer> Ask(HttpMethod method, Uri server, string path, string? body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        try
        {
            using var answer = await http.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            return new Answer((int)answer.StatusCode, bytes.Length == 0 ? default : JsonElement.Parse(bytes), Words: null);
        }
        catch (OperationCanceledException)
        {
            return new Answer(null, default, "no answer");
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or SocketException)
        {
            return new Answer(
                null,
                default,
                gone.GetBaseException() is SocketException { SocketErrorCode: var error } ? $"{error}" : gone.Message
            );
        }
    }

    public void Dispose() => http.Dispose();
}
