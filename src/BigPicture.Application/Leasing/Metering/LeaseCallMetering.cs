using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing.Metering;

/// <summary>Counts the calls of applications by what became of them, and how long they took.</summary>
internal sealed class LeaseCallMetering<TRequest, TResponse>(LeaseCallMeter meter) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ILeaseCall, IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        var begun = meter.Begin();
        try
        {
            var answer = await next();
            // A product that a caller made up must not become a label: it is one of ours when an entitlement was found, or a lease.
            var product = answer.Denial is null ? (answer.Content as LeaseAnswer)?.Lease.Product : KnownProduct(request, answer.Denial);
            meter.Note(request.Act, begun, answer.Denial?.Code, product);
            return answer;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            meter.Note(request.Act, begun, DenialCode.InternalError, null);
            throw;
        }
    }

    private static ProductId? KnownProduct(TRequest request, Denial denial) => denial.Entitlement is null ? null : request.AskedProduct;
}
