using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Clients;

/// <summary>A lease as one client knows it: by the request that it was taken with, and one of its tokens.</summary>
/// <param name="Ask">The activation.</param>
/// <param name="Token">The token as text.</param>
/// <param name="Facts">What it says.</param>
internal sealed record Holding(Operation Ask, string Token, TokenFacts Facts);
