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
    IMediator mediator
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand, IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private const int AttemptsMax = 5;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Attempt(next, cancel);
            }
            catch (Exception e) when (attempt < AttemptsMax && faults.IsClash(e))
            {
                // Nothing was written.
            }
        }
    }

    private async Task<TResponse> Attempt(RequestHandlerDelegate<TResponse> next, CancellationToken cancel)
    {
        try
        {
            await work.Begin(cancel);
            var answer = await next();
            if (answer.Denial is null)
            {
                var writes = new WriteSet();
                if (log.Facts.Count > 0)
                    await mediator.Publish(new FactsRecorded(log.Facts, writes), cancel);
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
