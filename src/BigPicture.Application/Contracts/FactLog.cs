using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>The facts of the command in hand, which the pipeline publishes before it commits, and what it revoked.</summary>
public sealed class FactLog
{
    private readonly List<Fact> facts = [];
    private readonly Dictionary<string, Fact> before = [];
    private readonly List<Revoked> revoked = [];

    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>How what is being changed stood before, by subject.</summary>
    public IReadOnlyDictionary<string, Fact> Before => before;

    /// <param name="standing">How something stands before it is changed, as a fact would tell it.</param>
    public void Stood(Fact standing) => before[standing.Subject] = standing;

    public IReadOnlyList<Revoked> Revoked => revoked;

    public void Tell(Fact fact) => facts.Add(fact);

    public void Tell(IEnumerable<Fact> told) => facts.AddRange(told);

    public void Tell(Revoked told) => revoked.Add(told);

    /// <summary>A scope may send another command after this one, which tells only its own.</summary>
    public void Clear()
    {
        facts.Clear();
        before.Clear();
        revoked.Clear();
    }
}
