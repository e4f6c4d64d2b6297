using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// A loop's tick: takes up keys that were added or retired, without a restart, and lets those sign that every server knows.
/// </summary>
public sealed record WatchKeys : IQuery<Unit>;

internal sealed class WatchKeysHandler(ISigningKeys keys, IRecordedKeys records, IMediator mediator)
    : IRequestHandler<WatchKeys, Outcome<Unit>>
{
    public async Task<Outcome<Unit>> Handle(WatchKeys request, CancellationToken cancel)
    {
        keys.Reread();
        var recorded = await records.List(cancel);
        if (keys.Seen.Any(seen => !IsRecorded(seen, recorded)))
        {
            var outcome = await mediator.Send(new RecordKeys(), cancel);
            if (outcome.IsDenied(out var denial))
                return denial;
            recorded = await records.List(cancel);
        }
        keys.Withdraw(recorded.Where(key => key.IsWithdrawn).Select(key => key.KeyId).ToHashSet());
        await keys.Choose(cancel);
        return Unit.Value;
    }

    private static bool IsRecorded(SeenKey seen, IReadOnlyList<RecordedKey> recorded) =>
        recorded.FirstOrDefault(key => key.KeyId == seen.KeyId) is { } key
        && (seen.RetiredFor is not { } reason || !ServerKey.CanRetire(key.RetiredFor, reason));
}
