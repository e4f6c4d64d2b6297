using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>A span for each use case, with its outcome; handlers log nothing that this tells already.</summary>
internal sealed class TracingBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        using var activity = Instrumentation.Source.StartActivity(typeof(TRequest).Name);
        var answer = await next();
        activity?.SetTag("bigpicture.outcome", answer.Denial?.Code.ToString() ?? "ok");
        return answer;
    }
}
