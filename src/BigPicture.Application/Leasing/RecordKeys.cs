using BigPicture.Application.Contracts;
using BigPicture.Application.Pipeline;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// Writes down which keys there are and which have ended, with the events that tell it. Of several servers that read the same directory the
/// first one does it, and what it wrote holds for all, also for one whose directory is behind.
/// </summary>
public sealed record RecordKeys : ICommand<int>;

internal sealed class RecordKeysHandler(ISigningKeys keys, IServerKeyStore records, FactLog log, ILedgerTime time)
    : IRequestHandler<RecordKeys, Outcome<int>>
{
    /// <returns>How many were new or had ended.</returns>
    public async Task<Outcome<int>> Handle(RecordKeys request, CancellationToken cancel)
    {
        await time.Refresh(cancel);
        var now = time.Now;
        var told = 0;
        foreach (var seen in keys.Seen)
        {
            foreach (var fact in await Record(seen, now, cancel))
            {
                log.Tell(fact);
                told++;
            }
        }
        return told;
    }

    private async Task<IReadOnlyList<Fact>> Record(SeenKey seen, Instant now, CancellationToken cancel)
    {
        var facts = new List<Fact>();
        var key = await records.Find(seen.KeyId, cancel);
        if (key is null)
        {
            (key, var created) = ServerKey.Seen(seen.KeyId, seen.Use, seen.NotAfter, now);
            records.Add(key);
            facts.Add(created);
        }
        if (seen.RetiredFor is not { } reason || key.Retire(reason, seen.Successor, now) is not { } ended)
            return facts;
        facts.Add(ended);
        // On every tenant's list from now on, until nothing that it signed can verify any more.
        if (key.IsWithdrawn)
            log.Tell(RevokedTokens.OfKey(key.KeyId, now, key.NotAfter is { } last ? last + 1 : Instant.MaxValue));
        return facts;
    }
}
