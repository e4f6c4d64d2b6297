using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing;

public record OpenRequest : IRequest;

internal sealed record HiddenRequest : IRequest;

internal class OpenHandler : IRequestHandler<OpenRequest>
{
    public Task<Unit> Handle(OpenRequest request, CancellationToken cancellationToken) => Unit.Task;
}

public sealed class PublicHandler : IRequestHandler<OpenRequest>
{
    public Task<Unit> Handle(OpenRequest request, CancellationToken cancellationToken) => Unit.Task;
}

public sealed class PublicValidator : AbstractValidator<OpenRequest>;
