using System.Runtime.CompilerServices;
using BigPicture.Application.Edge;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Leasing.Revoking;

/// <summary>A tenant's revocation list now, and again after each change for as long as somebody reads.</summary>
/// <param name="Tenant">May be left out by a caller that is tied to one.</param>
/// <param name="Epoch">The epoch of the list that the reader has: where it stands still, the first one comes when it has grown.</param>
public sealed record FollowRevocations(TenantId? Tenant, long? Epoch) : IQuery<RevocationFollowing>;

/// <param name="Lists">Ends never by itself.</param>
public sealed record RevocationFollowing(IAsyncEnumerable<SignedList> Lists);

internal sealed class FollowRevocationsValidator : AbstractValidator<FollowRevocations>
{
    public FollowRevocationsValidator() => RuleFor(query => query.Tenant).IsTenantOrAbsent();
}

internal sealed class FollowRevocationsHandler(Caller caller, RevocationLists lists, RevocationFollowers followers, IMediator mediator)
    : IRequestHandler<FollowRevocations, Outcome<RevocationFollowing>>
{
    public async Task<Outcome<RevocationFollowing>> Handle(FollowRevocations request, CancellationToken cancel)
    {
        var tenant = await request.Tenant.For(caller, mediator, cancel);
        if (tenant.IsDenied(out var denial))
            return denial;
        if (followers.Refuse(tenant.Value) is { } full)
            return full;
        var first = await lists.Get(tenant.Value, cancel);
        return first.IsDenied(out denial) ? denial : new RevocationFollowing(Follow(tenant.Value, request.Epoch, CancellationToken.None));
    }

    private async IAsyncEnumerable<SignedList> Follow(
        TenantId tenant,
        long? epoch,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        // First the place among those who are told, then the list: what is revoked in between is in one or the other.
        using var place = followers.Join(tenant);
        var first = await lists.Get(tenant, cancel);
        if (first.IsDenied(out _))
            yield break;
        var list = first.Value;
        if (list.Epoch != epoch)
            yield return list;
        while (true)
        {
            list = await place.Next(list, cancel);
            yield return list;
        }
    }
}
