using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Edge;

/// <summary>A loop's tick: gives room that deleted rows have left back to the file system.</summary>
public sealed record GiveBackSpace : ICommand<bool>;

internal sealed class GiveBackSpaceHandler(IFreeSpace space) : IRequestHandler<GiveBackSpace, Outcome<bool>>
{
    public async Task<Outcome<bool>> Handle(GiveBackSpace request, CancellationToken cancel) => await space.GiveBack(cancel);
}
