using System.Buffers;
using System.Globalization;
using System.Text;
using BigPicture.Application.Contracts;
using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Host.Edge.Access;
using BigPicture.Host.Edge.Problems;
using BigPicture.Protocol.Wire;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BigPicture.Host.Edge.Streams;

/// <summary>
/// Sends events as they come (server-sent events of the HTML standard), until the reader leaves, reads too slowly, shows an API token that is
/// no longer good, or the server stops. Whoever comes back goes on after the last id.
/// </summary>
internal sealed class EventStreams(IHostApplicationLifetime lifetime, IStorageFaults faults, StreamLimits limits, TimeProvider time)
{
    /// <summary>Milliseconds after which a reader whose connection broke comes again, if nobody told it better.</summary>
    private static ReadOnlySpan<byte> Retry => "retry: 3000\n\n"u8;

    /// <summary>Bytes that are written before they are sent.</summary>
    private const int UnsentMax = 32 * 1024;

    private int open;

    public async Task Write(HttpContext http, IAsyncEnumerable<SentEvent> events)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            Begin(http);
            return;
        }
        if (Interlocked.Increment(ref open) > limits.StreamsMax)
        {
            Interlocked.Decrement(ref open);
            await ProblemWriter.Write(http, TooMany(limits.StreamsMax));
            return;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            Begin(http);
            await Send(http, events, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Whoever still reads finds the end of the answer and comes again, elsewhere if need be.
        }
        catch (Exception gone) when (http.Response.HasStarted && faults.IsUnavailable(gone))
        {
            http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private static void Begin(HttpContext http)
    {
        http.Response.ContentType = EventStreamMedia.Type;
        // A proxy that collects an answer before it hands it on would hold every event back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>What is at hand goes out together; nothing waits for what is to come.</summary>
    private async Task Send(HttpContext http, IAsyncEnumerable<SentEvent> events, CancellationTokenSource end)
    {
        http.Response.BodyWriter.Write(Retry);
        var (unsent, askedAt) = (Retry.Length, time.GetTimestamp());
        await using var coming = events.GetAsyncEnumerator(end.Token);
        while (true)
        {
            var next = coming.MoveNextAsync().AsTask();
            if (!next.IsCompleted || unsent > UnsentMax)
            {
                try
                {
                    await Flush(http, end);
                    unsent = 0;
                    if (await Wait(next, askedAt, http, end))
                        askedAt = time.GetTimestamp();
                }
                catch
                {
                    // The enumerator must not be let go of while it is at work.
                    await Task.WhenAny(next);
                    throw;
                }
            }
            if (!await next)
                return;
            unsent += Append(http.Response.BodyWriter, coming.Current);
        }
    }

    /// <summary>Waits for the next event, however long that takes; a reader who may read no more does not.</summary>
    /// <param name="askedAt">When it was asked last whether the reader may still read.</param>
    /// <returns>Whether it was asked now.</returns>
    private async Task<bool> Wait(Task next, long askedAt, HttpContext http, CancellationTokenSource end)
    {
        var (flushedAt, asked) = (time.GetTimestamp(), time.GetElapsedTime(askedAt) >= limits.Pause);
        if (asked)
            await MustStillRead(http, end);
        while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(limits.Pause, time, end.Token)) != next)
        {
            asked = true;
            await MustStillRead(http, end);
            if (time.GetElapsedTime(flushedAt) < limits.Heartbeat - limits.Pause)
                continue;
            http.Response.BodyWriter.Write(":\n\n"u8);
            await Flush(http, end);
            flushedAt = time.GetTimestamp();
        }
        return asked;
    }

    private static async Task MustStillRead(HttpContext http, CancellationTokenSource end)
    {
        var secret = BearerToken.Read(http.Request.Headers.Authorization);
        var caller = await http.RequestServices.GetRequiredService<IMediator>().Send(new AuthenticateCaller(secret), end.Token);
        if (caller.IsDenied(out _))
            await end.CancelAsync();
        end.Token.ThrowIfCancellationRequested();
    }

    /// <returns>Bytes, or few less.</returns>
    private static int Append(IBufferWriter<byte> body, SentEvent sent)
    {
        Span<byte> id = stackalloc byte[32];
        sent.Id.TryFormat(id, out var length, provider: CultureInfo.InvariantCulture);
        if (sent.Name is { } name)
        {
            body.Write("event: "u8);
            Encoding.ASCII.GetBytes(name, body);
            body.Write("\n"u8);
        }
        body.Write("id: "u8);
        body.Write(id[..length]);
        if (!sent.Data.IsEmpty)
        {
            body.Write("\ndata: "u8);
            body.Write(sent.Data.Span);
        }
        body.Write("\n\n"u8);
        return length + sent.Data.Length;
    }

    /// <summary>A reader who does not take what it asked for is cut off: nothing is kept for it, and it holds nobody up.</summary>
    private async Task Flush(HttpContext http, CancellationTokenSource end)
    {
        var flushed = http.Response.BodyWriter.FlushAsync(end.Token);
        if (flushed.IsCompletedSuccessfully)
        {
            if (flushed.Result.IsCompleted)
                await end.CancelAsync();
            end.Token.ThrowIfCancellationRequested();
            return;
        }
        try
        {
            await flushed.AsTask().WaitAsync(limits.ReadWithin, time, end.Token);
        }
        catch (TimeoutException)
        {
            await end.CancelAsync();
            http.Abort();
            end.Token.ThrowIfCancellationRequested();
        }
    }

    private static Denial TooMany(int most) =>
        new(DenialCode.Unavailable, $"{most} readers follow events on this server already; ask for a list, or come again.")
        {
            RetryAfterSeconds = 10,
        };
}

/// <summary>What readers of events may take up of one server.</summary>
internal sealed record StreamLimits
{
    public int StreamsMax { get; init; } = 5_000;

    /// <summary>Between two looks at whether the reader may still read.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>So long a stream is silent at most: then a comment, which readers skip, shows both sides whether the connection is broken.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(LicenseStream.HeartbeatSeconds);

    /// <summary>For so long what was sent may wait to be read.</summary>
    public TimeSpan ReadWithin { get; init; } = TimeSpan.FromSeconds(15);
}
