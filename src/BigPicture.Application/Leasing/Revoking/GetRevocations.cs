using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>A tenant's revocation list.</summary>
/// <param name="Tenant">May be left out by a caller that is tied to one.</param>
public sealed record GetRevocations(TenantId? Tenant) : IQuery<SignedList>;

internal sealed class GetRevocationsValidator : AbstractValidator<GetRevocations>
{
    public GetRevocationsValidator() => RuleFor(query => query.Tenant).IsTenantOrAbsent();
}

internal sealed class GetRevocationsHandler(Caller caller, RevocationLists lists, IMediator mediator)
    : IRequestHandler<GetRevocations, Outcome<SignedList>>
{
    public async Task<Outcome<SignedList>> Handle(GetRevocations request, CancellationToken cancel)
    {
        var tenant = await request.Tenant.For(caller, mediator, cancel);
        return tenant.IsDenied(out var denial) ? denial : await lists.Get(tenant.Value, cancel);
    }
}
