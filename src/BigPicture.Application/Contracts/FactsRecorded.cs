using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Contracts;

/// <summary>
/// Published once for each transaction, inside of it. Handlers append to <see cref="Writes"/> and do nothing else: no I/O, no failure of
/// their own. So a change and what it tells are stored together or not at all.
/// </summary>
public sealed record FactsRecorded(IReadOnlyList<Fact> Facts, WriteSet Writes) : INotification
{
    private static readonly Dictionary<string, Actor> Nobody = [];
    private static readonly Dictionary<string, Fact> Nothing = [];

    /// <summary>Who did it, by subject, where a transaction serves many callers; null: it is one caller's own.</summary>
    public IReadOnlyDictionary<string, Actor>? Actors { get; init; }

    /// <summary>How subjects stood before, each told as a fact of it.</summary>
    public IReadOnlyDictionary<string, Fact> Before { get; init; } = Nothing;

    public bool IsOfOneCaller => Actors is null;

    public Actor? DoneBy(string subject) => (Actors ?? Nobody).GetValueOrDefault(subject);

    public Fact? StoodBefore(string subject) => Before.GetValueOrDefault(subject);
}
