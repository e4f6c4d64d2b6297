using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking;

/// <summary>Something that clients saw and that no correct server can have done.</summary>
/// <param name="Words">What is wrong, in whole words.</param>
/// <param name="Operations">The calls that show it.</param>
public sealed record Violation(string Words, IReadOnlyList<Operation> Operations);

/// <summary>What became of one claim.</summary>
/// <param name="Says">The claim.</param>
/// <param name="Judged">On how many cases it was put to the test; 0 says that the history proves nothing about it.</param>
/// <param name="Broken">How often it was found broken.</param>
/// <param name="Violations">The first of them.</param>
public sealed record ClaimResult(string Says, long Judged, long Broken, IReadOnlyList<Violation> Violations)
{
    /// <summary>Cases that were given up because they would have taken too long: nothing is known of them.</summary>
    public long Undecided { get; init; }
}

/// <summary>Collects what a claim finds.</summary>
internal sealed class Findings
{
    /// <summary>A broken server breaks a claim thousands of times; the first few tell how.</summary>
    public const int KeptMax = 20;

    private readonly List<Violation> kept = [];

    public long Judged { get; private set; }

    public long Broken { get; private set; }

    public void Judge(long cases = 1) => Judged += cases;

    public long Undecided { get; private set; }

    public void GiveUp() => Undecided++;

    public void Add(string words, params IEnumerable<Operation> operations)
    {
        Broken++;
        if (kept.Count < KeptMax)
            kept.Add(new Violation(words, [.. operations]));
    }

    public ClaimResult ToResult(string says) => new(says, Judged, Broken, kept) { Undecided = Undecided };
}
