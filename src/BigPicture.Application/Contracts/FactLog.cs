using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>The facts of the command in hand; the pipeline publishes them before it commits.</summary>
public sealed class FactLog
{
    private readonly List<Fact> facts = [];
    private readonly Dictionary<string, Fact> before = [];

    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>How what is being changed stood before, by subject.</summary>
    public IReadOnlyDictionary<string, Fact> Before => before;

    /// <param name="standing">How something stands before it is changed, as a fact would tell it.</param>
    public void Stood(Fact standing) => before[standing.Subject] = standing;

    public void Tell(Fact fact) => facts.Add(fact);

    public void Tell(IEnumerable<Fact> told) => facts.AddRange(told);

    /// <summary>A scope may send another command after this one, which tells only its own.</summary>
    public void Clear()
    {
        facts.Clear();
        before.Clear();
    }
}
