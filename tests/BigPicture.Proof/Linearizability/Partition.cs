namespace BigPicture.Proof.Linearizability;

/// <summary>A history is linearizable when the part of each object is: parts are searched one by one, which is exponentially cheaper.</summary>
public static class Partition
{
    /// <summary>The first part that is not linearizable decides; else one that was given up leaves all undecided.</summary>
    public static SearchResult Run<TKey, TState, TInput, TOutput>(
        IModel<TState, TInput, TOutput> model,
        IEnumerable<Call<TInput, TOutput>> calls,
        Func<TInput, TKey> by,
        long statesMax = 10_000_000
    )
        where TKey : notnull
        where TState : IEquatable<TState>
    {
        var (verdict, visited, longest) = (Verdict.Linearizable, 0L, 0);
        foreach (var part in calls.GroupBy(call => by(call.Input)))
        {
            var result = Search.Run(model, [.. part], statesMax);
            visited += result.StatesVisited;
            longest += result.LongestPrefix;
            if (result.Verdict == Verdict.NotLinearizable)
                return new(Verdict.NotLinearizable, visited, longest);
            if (result.Verdict == Verdict.Undecided)
                verdict = Verdict.Undecided;
        }
        return new(verdict, visited, longest);
    }
}
