using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

public sealed record GetApiToken(ApiTokenId Id) : IQuery<ApiTokenView>;

internal sealed class GetApiTokenHandler(IApiTokenStore tokens, Caller caller) : IRequestHandler<GetApiToken, Outcome<ApiTokenView>>
{
    public async Task<Outcome<ApiTokenView>> Handle(GetApiToken request, CancellationToken cancel) =>
        await tokens.Find(caller.Tenant, request.Id, cancel) is { } token && caller.Sees(token)
            ? ApiTokenView.Of(token)
            : Denial.NotFound($"API token {request.Id}");
}
