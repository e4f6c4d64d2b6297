namespace BigPicture.Proof.Linearizability;

/// <summary>What an object does when calls come one after the other.</summary>
/// <remarks>States are immutable, and equal when they stand for the same: what was tried is remembered by them.</remarks>
public interface IModel<TState, TInput, TOutput>
    where TState : IEquatable<TState>
{
    TState Initial { get; }

    /// <summary>
    /// The states that the object may be in after the call, if it answers as it did; none when it cannot answer so. An unknown call is asked
    /// for every state that it could lead to.
    /// </summary>
    IEnumerable<TState> Step(TState state, Call<TInput, TOutput> call);
}
