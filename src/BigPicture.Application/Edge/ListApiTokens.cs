using BigPicture.Application.Pipeline;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using FluentValidation;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>By age, revoked and expired ones too.</summary>
public sealed record ListApiTokens(int? Limit = null, string? Cursor = null) : IPagedQuery<ApiTokenView>;

internal sealed class ListApiTokensValidator : AbstractValidator<ListApiTokens>
{
    public ListApiTokensValidator() => RuleFor(query => query.Limit).IsPageLimit();
}

internal sealed class ListApiTokensHandler(IApiTokenStore tokens, Caller caller)
    : IRequestHandler<ListApiTokens, Outcome<Page<ApiTokenView>>>
{
    public async Task<Outcome<Page<ApiTokenView>>> Handle(ListApiTokens request, CancellationToken cancel)
    {
        var cursor = new Cursor("tokens");
        var position = cursor.Read(request.Cursor);
        if (position.IsDenied(out var denial))
            return denial;

        ApiTokenId? after = TypeId.TryParse(ApiTokenId.Prefix, position.Value, out var id) ? new ApiTokenId(id) : null;
        var size = Page.SizeOf(request);
        var found = await Visible(after, size + 1, cancel);
        return Page.Cut(found, size, ApiTokenView.Of, token => cursor.Write(token.Id.ToString()));
    }

    /// <summary>Products are a set within the row, so what a caller tied to some may see is sifted here, page after page.</summary>
    private async Task<List<ApiToken>> Visible(ApiTokenId? after, int count, CancellationToken cancel)
    {
        var visible = new List<ApiToken>();
        while (visible.Count < count)
        {
            var next = await tokens.List(caller.Tenant, after, count, cancel);
            visible.AddRange(next.Where(caller.Sees).Take(count - visible.Count));
            if (next.Count < count)
                break;
            after = next[^1].Id;
        }
        return visible;
    }
}
