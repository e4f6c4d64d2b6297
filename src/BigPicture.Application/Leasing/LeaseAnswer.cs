using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>A lease in force and its token.</summary>
/// <param name="IsNew">It did not exist before this request.</param>
/// <param name="DurationCut">More was asked for than the policy's longest lease.</param>
public sealed record LeaseAnswer(Lease Lease, string Token, bool IsNew, bool DurationCut, Instant Now)
{
    /// <summary>Signs what was recorded: always after the commit, on the caller's own thread.</summary>
    internal static LeaseAnswer Of(ActResult.Leased leased, ILeaseTokens tokens) =>
        new(leased.Lease, tokens.Sign(leased.Lease), leased.Change == LeaseChange.Issued, leased.DurationCut, leased.Now);
}
