using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>
/// A command's transaction: begun before its handler, committed with its facts, given up when it was refused or threw. Where two met in the
/// database, the one that lost begins again and sees what the other one wrote: the answer to its key, a name that is taken, a new version.
/// </summary>
internal sealed class CommitBehavior<TRequest, TResponse>(
    IUnitOfWork work,
    FactLog log,
    AfterTransaction after,
    IStorageFaults faults,
    RetryTurn turn,
    IMediator mediator
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand, IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private const int AttemptsMax = 10;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return attempt == 1 ? await Attempt(next, cancel) : await turn.Take(() => Attempt(next, cancel), cancel);
            }
            catch (Exception e) when (faults.IsClash(e))
            {
                // Nothing was written.
                if (attempt == AttemptsMax)
                    return TResponse.Denied(Contended);
            }
        }
    }

    private static Denial Contended { get; } =
        new(DenialCode.Unavailable, "Others change the same thing again and again; nothing was done. Try again shortly.")
        {
            RetryAfterSeconds = 1,
        };

    private async Task Begin(CancellationToken cancel)
    {
        using var span = Instrumentation.Source.StartActivity(DatabaseSpans.Open);
        await work.Begin(cancel);
    }

    private async Task<TResponse> Attempt(RequestHandlerDelegate<TResponse> next, CancellationToken cancel)
    {
        try
        {
            await Begin(cancel);
            var answer = await next();
            if (answer.Denial is null)
            {
                var writes = new WriteSet();
                writes.Revoked.AddRange(log.Revoked);
                if (log.Facts.Count > 0)
                    await mediator.Publish(new FactsRecorded(log.Facts, writes) { Before = log.Before }, cancel);
                using var span = Instrumentation.Source.StartActivity(DatabaseSpans.Commit);
                await work.Commit(writes, cancel);
            }
            return answer;
        }
        finally
        {
            log.Clear();
            await work.Abandon();
            after.Run();
        }
    }
}
