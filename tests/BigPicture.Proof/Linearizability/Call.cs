namespace BigPicture.Proof.Linearizability;

/// <summary>One call on an object that is to behave as if calls came one after the other.</summary>
/// <param name="Input">What was asked.</param>
/// <param name="Output">What was answered; of no meaning when the outcome is unknown.</param>
/// <param name="IsKnown">False when no answer came: the call may take effect at any time after <paramref name="CallNs"/>, or never.</param>
public sealed record Call<TInput, TOutput>(TInput Input, TOutput Output, long CallNs, long ReturnNs, bool IsKnown = true);
