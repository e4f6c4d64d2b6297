using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using BigPicture.Application.Telemetry.Delivering;
using BigPicture.Domain.Telemetry;

namespace BigPicture.Infrastructure.Telemetry.Webhooks;

/// <summary>
/// Calls receivers, of which nothing is known: none gets more time, more room or another way than it is given here. No proxy, no redirect, no
/// cookie; a few bytes of the answer are kept and the rest is not read.
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private const int AnswerBytesKept = 1_024;
    private const int HeadersKilobytesMax = 16;

    private readonly WebhookOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public WebhookSender(WebhookTargets targets, WebhookOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => targets.Connect(context.DnsEndPoint, cancel),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = HeadersKilobytesMax,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // What a name leads to may change.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            MaxResponseDrainSize = 16 * 1_024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(200),
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<DeliveryTry> Send(WebhookCall call, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(options.AnswerWithin);
        try
        {
            using var request = Request(call);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over.Token);
            var beginning = await Beginning(answer, over.Token);
            return new DeliveryTry(call.At, Since(began), (int)answer.StatusCode, Objection(answer), beginning)
            {
                RetryAfterSeconds = RetryAfter(answer),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Failed($"no answer within {options.AnswerWithin.TotalSeconds:0.#} seconds");
        }
        catch (HttpRequestException refused)
        {
            return Failed(Words(refused));
        }
        catch (IOException broken)
        {
            return Failed($"the connection broke: {broken.Message}");
        }

        DeliveryTry Failed(string error) => new(call.At, Since(began), null, error, null);
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(WebhookCall call)
    {
        var (id, body) = (call.Id.ToString(), Body(call));
        var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvents.MediaType) { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", call.At.UnixSeconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(
            "webhook-signature",
            WebhookSignature.Header(call.Signature, call.Secrets, id, call.At, body)
        );
        request.Headers.TryAddWithoutValidation("User-Agent", "BigPicture-Webhooks/1");
        return request;
    }

    private byte[] Body(WebhookCall call) =>
        call.Told is { } told ? CloudEvents.Write(told, options.Source) : CloudEvents.WriteTest(call, options.Source);

    private static async Task<string?> Beginning(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var bytes = new byte[AnswerBytesKept];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        if (length == 0)
            return null;
        // Whatever it is, it is text from here on, and none that a database or a terminal stumbles over.
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) && rune.Value != '\n' ? "\uFFFD" : rune.ToString()));
    }

    private static string? Objection(HttpResponseMessage answer) =>
        (int)answer.StatusCode switch
        {
            >= 200 and <= 299 => null,
            >= 300 and <= 399 => "redirects are not followed",
            410 => "the receiver wants nothing any more",
            _ => "the receiver did not take it",
        };

    private int? RetryAfter(HttpResponseMessage answer)
    {
        if (answer.Headers.RetryAfter is not { } asked)
            return null;
        var pause = asked.Delta ?? asked.Date - time.GetUtcNow();
        return pause is { } given ? (int)Math.Clamp(Math.Ceiling(given.TotalSeconds), 0, RetryPlan.RetryAfterMax) : null;
    }

    private static string Words(HttpRequestException refused) =>
        refused.GetBaseException() switch
        {
            TargetRefusedException guarded => guarded.Message,
            AuthenticationException => "its certificate was not accepted",
            var cause => refused.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "its name is not known",
                HttpRequestError.ConnectionError => $"it cannot be reached: {cause.Message}",
                HttpRequestError.SecureConnectionError => $"no secure connection: {cause.Message}",
                HttpRequestError.ResponseEnded => "the connection broke",
                _ => cause.Message,
            },
        };

    private static int Since(long began) => (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}
