using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>A loop's tick: takes up keys that were added, without a restart, and lets them sign when every server knows them.</summary>
public sealed record WatchKeys : IQuery<Unit>;

internal sealed class WatchKeysHandler(ISigningKeys keys) : IRequestHandler<WatchKeys, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(WatchKeys request, CancellationToken cancel)
    {
        await keys.Watch(cancel);
        return Unit.Value;
    }
}

/// <summary>The keys that leases are signed with, which several servers may share.</summary>
public interface ISigningKeys
{
    /// <summary>Reads what was added; lets the newest key sign that all servers have read.</summary>
    Task Watch(CancellationToken cancel);
}
