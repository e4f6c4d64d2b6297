namespace BigPicture.Proof.Linearizability;

/// <summary>
/// Calls and returns in the order of time, as a linked list out of which a call with its return is lifted once it is done, and into which
/// it is put back. A call without an answer has no return: nothing ever waits for it.
/// </summary>
internal sealed class EntryList<TInput, TOutput>
{
    private const int None = -1;
    private readonly int[] next;
    private readonly int[] previous;
    private readonly int[] callOf;
    private readonly bool[] isCall;
    private readonly int[] entryOf;
    private readonly int[] returnOf;

    public EntryList(IReadOnlyList<Call<TInput, TOutput>> calls)
    {
        // At one moment calls come before returns: what touches may overlap.
        var entries = calls
            .Select((call, index) => (Time: call.CallNs, IsReturn: false, Index: index))
            .Concat(
                calls
                    .Select((call, index) => (Time: call.ReturnNs, IsReturn: true, Index: index))
                    .Where(entry => calls[entry.Index].IsKnown)
            )
            .OrderBy(entry => entry.Time)
            .ThenBy(entry => entry.IsReturn)
            .ToArray();
        var count = entries.Length;
        (next, previous, callOf, isCall) = (new int[count + 1], new int[count + 1], new int[count + 1], new bool[count + 1]);
        (entryOf, returnOf) = (new int[calls.Count], new int[calls.Count]);
        Array.Fill(returnOf, None);
        // The head stands at the end of the arrays, so that entries keep their own numbers.
        Head = count;
        var last = Head;
        for (var i = 0; i < count; i++)
        {
            (callOf[i], isCall[i]) = (entries[i].Index, !entries[i].IsReturn);
            (entries[i].IsReturn ? returnOf : entryOf)[entries[i].Index] = i;
            (next[last], previous[i]) = (i, last);
            last = i;
        }
        next[last] = None;
    }

    private int Head { get; }

    public int First => next[Head];

    public int Next(int entry) => next[entry];

    public bool IsCall(int entry) => isCall[entry];

    public int CallOf(int entry) => callOf[entry];

    public int EntryOf(int call) => entryOf[call];

    public void Lift(int call)
    {
        Remove(entryOf[call]);
        if (returnOf[call] != None)
            Remove(returnOf[call]);
    }

    /// <summary>In the reverse order of <see cref="Lift"/>.</summary>
    public void Unlift(int call)
    {
        if (returnOf[call] != None)
            Insert(returnOf[call]);
        Insert(entryOf[call]);
    }

    private void Remove(int entry)
    {
        next[previous[entry]] = next[entry];
        if (next[entry] != None)
            previous[next[entry]] = previous[entry];
    }

    private void Insert(int entry)
    {
        next[previous[entry]] = entry;
        if (next[entry] != None)
            previous[next[entry]] = entry;
    }
}
