using BigPicture.Cli.Http;
using BigPicture.Protocol.Text;
using BigPicture.Protocol.Wire;

namespace BigPicture.Cli.Commands.Hold;

/// <summary>
/// Keeps one lease alive: renews it when the server said to, and again and again until its end when that fails. Only a lease that is over
/// is lost; a server that is away is not, and neither is one that refuses renewals before the end.
/// </summary>
/// <param name="takeAgain">Asks for a lease of the same session.</param>
/// <param name="checkEvery">How often to ask whether it was revoked; zero: never.</param>
/// <param name="say">Words for whoever watches.</param>
internal sealed class LeaseKeeper(
    LicenseServer server,
    TimeProvider clock,
    LeaseAnswer granted,
    Func<CancellationToken, Task<Answer<LeaseAnswer>>> takeAgain,
    TimeSpan checkEvery,
    Action<string> say
)
{
    private static readonly TimeSpan RetryLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMost = TimeSpan.FromSeconds(30);

    private ServerClock time = new(clock, granted.ServerTime);
    private DateTimeOffset renewAt = granted.RenewAfter;
    private TimeSpan retry = RetryLeast;
    private bool mayCheck = checkEvery > TimeSpan.Zero;

    /// <summary>As of the last renewal.</summary>
    public LeaseAnswer Lease { get; private set; } = granted;

    public bool IsLost { get; private set; }

    private DateTimeOffset End => Lease.GraceUntil ?? Lease.ExpiresAt;

    /// <returns>Why it is lost.</returns>
    public async Task<string> Keep(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(UntilNext(), clock, cancel);
            var lost = time.Now >= renewAt ? await Renew(cancel) : await Check(cancel);
            if (lost is null && time.Now >= End)
                lost = $"it ended at {UtcSeconds.Format(End)} and could not be renewed.";
            if (lost is null)
                continue;
            IsLost = true;
            return lost;
        }
    }

    private TimeSpan UntilNext()
    {
        var next = (renewAt < End ? renewAt : End) - time.Now;
        if (mayCheck && checkEvery < next)
            next = checkEvery;
        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    private async Task<string?> Renew(CancellationToken cancel)
    {
        var answer = await Within(
            patience =>
                server.Post(
                    Route.To("license", "lease", "renew"),
                    new RenewRequest { Token = Lease.Token },
                    WireJson.Requests.RenewRequest,
                    WireJson.Answers.LeaseAnswer,
                    patience
                ),
            cancel
        );
        if (answer.Failed(out var failure))
        {
            if (failure.Problem?.Code == ErrorCodes.LeaseExpired)
                return await TakeAgain(failure, cancel);
            if (IsOver(failure.Problem?.Code))
                return failure.Message;
            if (retry == RetryLeast)
                say($"warning: {Lease.LeaseId} is not renewed ({failure.Message}); it is good until {UtcSeconds.Format(End)}.");
            renewAt = time.Now + retry;
            retry = retry * 2 < RetryMost ? retry * 2 : RetryMost;
            return null;
        }
        Take(answer.Value);
        return null;
    }

    /// <summary>A machine that slept, or a server that was restored, has let it run out; a free seat lets the program go on.</summary>
    private async Task<string?> TakeAgain(Failure expired, CancellationToken cancel)
    {
        var answer = await Within(takeAgain, cancel);
        if (answer.Failed(out var refused))
            return $"{expired.Message} Another one was not granted: {refused.Message}";
        say($"warning: {Lease.LeaseId} had ended; {answer.Value.LeaseId} was taken in its place.");
        Take(answer.Value);
        return null;
    }

    private void Take(LeaseAnswer lease)
    {
        Lease = lease;
        time = new ServerClock(clock, lease.ServerTime);
        renewAt = lease.RenewAfter > lease.ServerTime + RetryLeast ? lease.RenewAfter : lease.ServerTime + RetryLeast;
        retry = RetryLeast;
    }

    private async Task<string?> Check(CancellationToken cancel)
    {
        if (!mayCheck)
            return null;
        var answer = await Within(
            patience =>
                server.Post(
                    Route.To("license", "lease", "validate"),
                    new ValidateRequest { Token = Lease.Token, MachineId = Lease.MachineId },
                    WireJson.Requests.ValidateRequest,
                    WireJson.Answers.ValidateAnswer,
                    patience
                ),
            cancel
        );
        if (answer.Failed(out var failure))
        {
            // A token that may only take leases cannot ask about them: then a revocation is heard of at the next renewal.
            mayCheck = failure.Code != ExitCode.Authentication;
            return null;
        }
        if (answer.Value.Code == ErrorCodes.LeaseExpired)
            renewAt = time.Now;
        else if (!answer.Value.Active && IsOver(answer.Value.Code))
            return $"the server says {answer.Value.Code}.";
        return null;
    }

    /// <summary>No call outlasts the lease.</summary>
    private async Task<Answer<T>> Within<T>(Func<CancellationToken, Task<Answer<T>>> ask, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var left = End - time.Now;
        patience.CancelAfter(left > RetryLeast ? left : RetryLeast);
        try
        {
            return await ask(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Failure(ExitCode.Unreachable, "The server did not answer in time.", "");
        }
    }

    private static bool IsOver(string? code) => code is ErrorCodes.LeaseRevoked or ErrorCodes.LeaseReleased or ErrorCodes.LeaseSuperseded;
}
