namespace BigPicture.Proof.Linearizability;

public enum Verdict
{
    /// <summary>There is an order of the calls that explains every answer.</summary>
    Linearizable,

    /// <summary>There is none.</summary>
    NotLinearizable,

    /// <summary>The search was given up at its bound of states: nothing is known.</summary>
    Undecided,
}

/// <param name="StatesVisited">How many different pairs of calls done and state were tried.</param>
/// <param name="LongestPrefix">The most known calls that some order explained, before none fitted.</param>
public sealed record SearchResult(Verdict Verdict, long StatesVisited, int LongestPrefix);
