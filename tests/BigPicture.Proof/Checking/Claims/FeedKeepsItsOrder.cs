using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Claims;

/// <summary>
/// Numbers may be skipped (a sequence is not rolled back), events may not: whoever has read up to a position has read all that will ever
/// stand below it.
/// </summary>
internal sealed class FeedKeepsItsOrder : IClaim
{
    public string Says => "Positions of the event feed grow, no event has two, and none appears below one that a reader had passed.";

    public void Judge(Evidence evidence, Findings findings)
    {
        foreach (var reader in (evidence.History.Feed ?? []).GroupBy(read => read.Reader, StringComparer.Ordinal))
        {
            var events = reader.ToArray();
            findings.Judge(events.Length);
            foreach (var (before, after) in events.Zip(events.Skip(1)).Where(pair => pair.Second.Position <= pair.First.Position))
                findings.Add($"Reader {reader.Key} got position {after.Position} after {before.Position}.");
            foreach (var twice in events.GroupBy(read => read.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
                findings.Add($"Reader {reader.Key} got event {twice.Key} {twice.Count()} times.");
            if (reader.Key != FeedEvent.Final)
                Compare(reader.Key, events, evidence.Feed, findings);
        }
    }

    private static void Compare(string reader, FeedEvent[] followed, IReadOnlyList<FeedEvent> final, Findings findings)
    {
        var positions = final
            .GroupBy(read => read.Id, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Position);
        foreach (var read in followed)
        {
            if (!positions.TryGetValue(read.Id, out var position))
                findings.Add($"Event {read.Id}, which {reader} read at {read.Position}, is not in the feed any more.");
            else if (position != read.Position)
                findings.Add($"Event {read.Id} moved from position {read.Position} to {position}.");
        }
        var (first, last) = (followed.Min(read => read.Position), followed.Max(read => read.Position));
        var seen = followed.Select(read => read.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var missed in final.Where(read => read.Position >= first && read.Position <= last && !seen.Contains(read.Id)))
            findings.Add(
                $"Event {missed.Id} ({missed.Name}) appeared at {missed.Position}, which {reader} had passed: it was stepped over."
            );
    }
}
