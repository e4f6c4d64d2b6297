using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>A command's transaction: begun before its handler, committed with its facts, given up when it was refused or threw.</summary>
internal sealed class CommitBehavior<TRequest, TResponse>(IUnitOfWork work, FactLog log, AfterTransaction after, IMediator mediator)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand, IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
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
