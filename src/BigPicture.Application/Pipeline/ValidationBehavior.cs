using System.Collections.Immutable;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Pipeline;

/// <summary>Refuses a request whose shape is wrong, naming every field, before anything else looks at it.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancel, RequestHandlerDelegate<TResponse> next)
    {
        var errors = ImmutableArray<FieldError>.Empty;
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancel);
            errors = errors.AddRange(result.Errors.Select(e => new FieldError(e.PropertyName, e.ErrorMessage)));
        }
        return errors.IsEmpty
            ? await next()
            : TResponse.Denied(new Denial(DenialCode.BadRequest, $"{errors[0].Field}: {errors[0].Message}") { Errors = errors });
    }
}
