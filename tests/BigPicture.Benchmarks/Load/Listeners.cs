using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using BigPicture.Benchmarks.Servers;

namespace BigPicture.Benchmarks.Load;

[Flags]
internal enum Listening
{
    Nobody = 0,
    Stream = 1,
    Webhook = 2,
    Scrape = 4,
}

/// <summary>Those who want to know what happens: one follows the feed, one is called for each event, one scrapes the metrics.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly ServerData data;
    private readonly ServerProcess server;
    private readonly WebApplication receiver;
    private readonly string webhook;
    private long calls;

    private Listeners(ServerData data, ServerProcess server, string address)
    {
        (this.data, this.server) = (data, server);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        receiver = builder.Build();
        receiver.Run(Take);
        webhook = data.Post(server, "/v1/webhooks", $$"""{"url":"{{address}}/"}""").GetProperty("webhook_id").GetString()!;
        Call(enabled: false);
    }

    public static async Task<Listeners> Of(ServerData data, ServerProcess server)
    {
        var listeners = new Listeners(data, server, $"http://127.0.0.1:{Testing.Network.LoopbackPort.Free()}");
        await listeners.receiver.StartAsync();
        return listeners;
    }

    /// <summary>These listen from now on, until what is returned is disposed.</summary>
    public Round Begin(Listening who)
    {
        if (who.HasFlag(Listening.Webhook))
            Call(enabled: true);
        return new Round(this, who);
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    private void Call(bool enabled) => data.Put(server, $"/v1/webhooks/{webhook}", $$"""{"enabled":{{(enabled ? "true" : "false")}}}""");

    private async Task Take(HttpContext call)
    {
        await call.Request.Body.CopyToAsync(Stream.Null);
        Interlocked.Increment(ref calls);
        call.Response.StatusCode = (int)HttpStatusCode.NoContent;
    }

    internal sealed class Round : IAsyncDisposable
    {
        private readonly Listeners listeners;
        private readonly CancellationTokenSource end = new();
        private readonly long from = Stopwatch.GetTimestamp();
        private readonly long callsBefore;
        private readonly HttpClient client;
        private readonly Task following;
        private readonly Task scraping;
        private long events;

        public Round(Listeners listeners, Listening who)
        {
            this.listeners = listeners;
            callsBefore = Interlocked.Read(ref listeners.calls);
            client = new HttpClient { BaseAddress = listeners.server.Url };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", listeners.data.Token);
            following = who.HasFlag(Listening.Stream) ? Follow() : Task.CompletedTask;
            scraping = who.HasFlag(Listening.Scrape) ? Scrape() : Task.CompletedTask;
        }

        public double EventsASecond => Interlocked.Read(ref events) / Stopwatch.GetElapsedTime(from).TotalSeconds;

        public double CallsASecond => (Interlocked.Read(ref listeners.calls) - callsBefore) / Stopwatch.GetElapsedTime(from).TotalSeconds;

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await Task.WhenAll(following, scraping);
            listeners.Call(enabled: false);
            client.Dispose();
            end.Dispose();
        }

        private async Task Follow()
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events?after={await Head()}");
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
                using var reader = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(end.Token));
                while (await reader.ReadLineAsync(end.Token) is { } line)
                    if (line.StartsWith("data:", StringComparison.Ordinal))
                        Interlocked.Increment(ref events);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The round is over.
            }
        }

        private async Task Scrape()
        {
            try
            {
                while (true)
                {
                    await client.GetStringAsync("/metrics", end.Token);
                    await Task.Delay(1_000, end.Token);
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The round is over.
            }
        }

        /// <summary>The feed's last position: up to there, nothing is of a kind that did not happen.</summary>
        private async Task<long> Head()
        {
            var slice = await client.GetFromJsonAsync<System.Text.Json.JsonElement>("/v1/events?types=webhook.disabled", end.Token);
            return slice.GetProperty("next_after").GetInt64();
        }
    }
}
