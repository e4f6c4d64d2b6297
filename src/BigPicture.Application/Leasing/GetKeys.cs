using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>The public keys that tokens are verified with. An application pins its roots; it never takes one from here.</summary>
public sealed record GetKeys : IQuery<PublishedKeys>;

internal sealed class GetKeysHandler(ILeaseTokens tokens) : IRequestHandler<GetKeys, Outcome<PublishedKeys>>
{
    public Task<Outcome<PublishedKeys>> Handle(GetKeys request, CancellationToken cancel) =>
        Task.FromResult<Outcome<PublishedKeys>>(tokens.Published);
}
