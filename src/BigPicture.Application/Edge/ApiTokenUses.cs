using System.Collections.Concurrent;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Edge;

/// <summary>
/// Which tokens were used in which minute, until <see cref="NoteTokenUses"/> writes it down: one row a token and minute, whatever the
/// number of requests. What a crash takes away is a minute of a figure for people.
/// </summary>
internal sealed class ApiTokenUses
{
    /// <summary>Tokens that wait to be written down; uses of others are passed over until there is room.</summary>
    public const int WaitingMax = 10_000;

    private const long SecondsPerMinute = 60;

    private readonly ConcurrentDictionary<ApiTokenId, ApiTokenUse> waiting = new();

    public void Note(ApiToken token, Instant now)
    {
        var minute = now - now.UnixSeconds % SecondsPerMinute;
        if (token.LastUsedAt >= minute)
            return;
        if (waiting.TryGetValue(token.Id, out var noted) ? noted.At >= minute : waiting.Count >= WaitingMax)
            return;
        waiting[token.Id] = new ApiTokenUse(token.Owner, token.Id, minute);
    }

    public IReadOnlyList<ApiTokenUse> Waiting(int count) => [.. waiting.Values.Take(count)];

    /// <summary>Takes them off, but those that were used in a later minute meanwhile.</summary>
    public void Forget(IEnumerable<ApiTokenUse> written)
    {
        foreach (var use in written)
            waiting.TryRemove(KeyValuePair.Create(use.Token, use));
    }
}
