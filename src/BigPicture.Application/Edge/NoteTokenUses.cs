using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>A loop's tick: writes down when tokens were last used, at most <see cref="BatchSizeMax"/> of them.</summary>
public sealed record NoteTokenUses : ICommand<int>
{
    public const int BatchSizeMax = 500;
}

internal sealed class NoteTokenUsesHandler(IApiTokenStore tokens, ApiTokenUses uses) : IRequestHandler<NoteTokenUses, Outcome<int>>
{
    /// <summary>Answers how many there were: as many as a batch, and there may be more.</summary>
    public async Task<Outcome<int>> Handle(NoteTokenUses request, CancellationToken cancel)
    {
        var waiting = uses.Waiting(NoteTokenUses.BatchSizeMax);
        if (waiting.Count > 0)
            await tokens.NoteUses(waiting, cancel);
        uses.Forget(waiting);
        return waiting.Count;
    }
}
