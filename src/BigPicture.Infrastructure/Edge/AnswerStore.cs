using BigPicture.Application.Edge;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace BigPicture.Infrastructure.Edge;

internal sealed class AnswerStore(LicensingDb db) : IAnswerStore
{
    public async Task<StoredAnswer?> Find(AnswerKey key, Instant now, CancellationToken cancel)
    {
        var kept = now - IAnswerStore.KeptSeconds;
        var row = await Of(key).SingleOrDefaultAsync(a => a.CreatedAt > kept, cancel);
        return row is null ? null : new StoredAnswer(key, row.RequestHash, row.Json, row.CreatedAt);
    }

    public async Task Add(StoredAnswer answer, CancellationToken cancel)
    {
        var key = answer.Key;
        var kept = answer.CreatedAt - IAnswerStore.KeptSeconds;
        // Only one that has been kept for its time: a younger one was written meanwhile, and must be met by the key below.
        await Of(key).Where(a => a.CreatedAt <= kept).ExecuteDeleteAsync(cancel);
        db.Add(new AnswerRow(key.Owner, key.Caller, key.Key, answer.RequestHash, answer.Json, answer.CreatedAt));
    }

    // For the loop, so of all tenants.
    public async Task<int> Purge(Instant now, int count, CancellationToken cancel)
    {
        var kept = now - IAnswerStore.KeptSeconds;
        var answers = db.Set<AnswerRow>().Where(a => a.CreatedAt <= kept);
        var times = await answers.OrderBy(a => a.CreatedAt).Take(count).Select(a => a.CreatedAt).ToListAsync(cancel);
        if (times.Count == 0)
            return 0;
        // Not "the first so many": SQLite would look for them anew for each row of the table.
        var last = times[^1];
        return await answers.Where(a => a.CreatedAt <= last).ExecuteDeleteAsync(cancel);
    }

    private IQueryable<AnswerRow> Of(AnswerKey key) =>
        db.Set<AnswerRow>().AsNoTracking().Where(a => a.Owner == key.Owner && a.Caller == key.Caller && a.Key == key.Key);
}
