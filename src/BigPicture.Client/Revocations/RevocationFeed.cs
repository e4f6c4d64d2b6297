using BigPicture.Client.Servers;
using BigPicture.Client.Sessions;
using BigPicture.Client.Time;
using BigPicture.Protocol.Wire;

namespace BigPicture.Client.Revocations;

/// <summary>
/// Hears of revocations from one server: pushed on a stream that stays open, or, where none can be had, asked for every so often. It runs
/// from the first session at that server to the end of the client.
/// </summary>
internal sealed class RevocationFeed(ClientParts parts, ServerLink server, string tenant)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ResumeMax = TimeSpan.FromHours(6);

    private readonly Backoff backoff = new(RetryFirst, parts.RevocationPollInterval);
    private readonly string query = $"?tenant_id={Uri.EscapeDataString(tenant)}";
    private long? lastEpoch;
    private DateTimeOffset heardAt;
    private bool hasComplained;

    /// <summary>Ends when it is told to, and in no other way.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var failure = await Listen(stop).ConfigureAwait(false);
                if (failure is not null)
                    await Ask(failure, stop).ConfigureAwait(false);
                await parts.Clock.Wait(backoff.Next(failure?.RetryAfter), stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                parts.Notices.Fault("Listening for revocations failed in an unforeseen way.", e);
                await parts.Clock.Wait(parts.RevocationPollInterval, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Null when it was heard, and has ended; else why it could not be opened.</returns>
    private async Task<CallFailure?> Listen(CancellationToken stop)
    {
        // A list is signed again before it goes stale, under the same epoch: after a while it is asked for as if none were held.
        var held = parts.Time.Now - heardAt < ResumeMax ? lastEpoch : null;
        var opened = await server.OpenStream("v1/license/stream" + query, held, stop).ConfigureAwait(false);
        if (!opened.IsGood(out var stream, out var why))
            return why;
        using (stream)
        {
            while (await stream.Next(stop).ConfigureAwait(false) is { } heard)
            {
                backoff.Reset();
                if (
                    heard.Name == LicenseStream.RevocationsEvent
                    && ServerLink.TryRead(heard.Data, WireJson.Answers.RevocationsAnswer) is { } answer
                )
                    Take(answer);
            }
        }
        return null;
    }

    private async Task Ask(CallFailure unheard, CancellationToken stop)
    {
        var reply = await server
            .Get("revocations", "v1/license/revocations" + query, WireJson.Answers.RevocationsAnswer, stop)
            .ConfigureAwait(false);
        if (reply.IsGood(out var answer, out var why))
            Take(answer);
        else if (why.IsRefusal && !hasComplained)
        {
            // A token that may only take leases, or a server of before: a revocation is heard of at the next renewal.
            hasComplained = true;
            parts.Notices.Warn($"Revocations cannot be heard before the next renewal: {unheard.Message} {why.Message}");
        }
    }

    private void Take(RevocationsAnswer answer)
    {
        if (parts.Revocations.Take(answer.Token, tenant))
            (lastEpoch, heardAt) = (answer.Epoch, parts.Time.Now);
    }
}
