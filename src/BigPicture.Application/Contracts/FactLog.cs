using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>The facts of the command in hand; the pipeline publishes them before it commits.</summary>
public sealed class FactLog
{
    private readonly List<Fact> facts = [];

    public IReadOnlyList<Fact> Facts => facts;

    public void Tell(Fact fact) => facts.Add(fact);

    public void Tell(IEnumerable<Fact> told) => facts.AddRange(told);

    /// <summary>A scope may send another command after this one, which tells only its own.</summary>
    public void Clear() => facts.Clear();
}
