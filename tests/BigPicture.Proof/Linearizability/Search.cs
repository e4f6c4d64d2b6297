namespace BigPicture.Proof.Linearizability;

/// <summary>
/// Looks for an order of the calls that fits their answers and never puts one before another that had returned before it was called: the
/// search of Wing and Gong, with the memo of Lowe (which calls are done, and what state that led to). A call without an answer may go
/// anywhere after its call, or be left out.
/// </summary>
public static class Search
{
    /// <param name="statesMax">How many different configurations to try before giving up.</param>
    public static SearchResult Run<TState, TInput, TOutput>(
        IModel<TState, TInput, TOutput> model,
        IReadOnlyList<Call<TInput, TOutput>> calls,
        long statesMax = 10_000_000
    )
        where TState : IEquatable<TState>
    {
        var entries = new EntryList<TInput, TOutput>(calls);
        var done = new CallSet(calls.Count);
        var seen = new HashSet<Configuration<TState>>();
        var known = calls.Count(call => call.IsKnown);
        var (left, longest) = (known, 0);
        var path = new Stack<(int Call, TState Before, IEnumerator<TState> Others)>();
        var state = model.Initial;
        var entry = entries.First;

        while (left > 0)
        {
            if (entry >= 0 && entries.IsCall(entry))
            {
                // Every state that this call may lead to, one after the other, before the next call is tried in its place.
                var index = entries.CallOf(entry);
                if (TryStep(model.Step(state, calls[index]).GetEnumerator(), index, state))
                    continue;
                entry = entries.Next(entry);
                continue;
            }
            // A return that nothing explained (or the end of the list): what was chosen last was wrong.
            if (seen.Count >= statesMax)
                return new(Verdict.Undecided, seen.Count, longest);
            if (!TryBack())
                return new(Verdict.NotLinearizable, seen.Count, longest);
        }
        return new(Verdict.Linearizable, seen.Count, longest);

        bool TryStep(IEnumerator<TState> states, int index, TState before)
        {
            while (states.MoveNext())
            {
                var with = done.With(index);
                if (!seen.Add(new(with, states.Current)))
                    continue;
                path.Push((index, before, states));
                (done, state) = (with, states.Current);
                entries.Lift(index);
                left -= calls[index].IsKnown ? 1 : 0;
                longest = Math.Max(longest, known - left);
                entry = entries.First;
                return true;
            }
            states.Dispose();
            return false;
        }

        bool TryBack()
        {
            while (path.TryPop(out var last))
            {
                done = done.Without(last.Call);
                state = last.Before;
                entries.Unlift(last.Call);
                left += calls[last.Call].IsKnown ? 1 : 0;
                if (TryStep(last.Others, last.Call, last.Before))
                    return true;
                entry = entries.Next(entries.EntryOf(last.Call));
                return true;
            }
            return false;
        }
    }

    private readonly record struct Configuration<TState>(CallSet Done, TState State)
        where TState : IEquatable<TState>;
}
