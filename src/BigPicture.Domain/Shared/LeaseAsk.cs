using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Shared;

/// <summary>A request for a lease as it is evaluated: what the license type sees, and what the policy alone decides on.</summary>
/// <param name="Request">Its <see cref="LeaseRequest.Features"/> is set by the evaluation, from <paramref name="Features"/>.</param>
/// <param name="DurationSeconds">The length asked for; null for the policy's own.</param>
/// <param name="Features">The features asked for; null for all that have no pool of their own.</param>
public sealed record LeaseAsk(LeaseRequest Request, int? DurationSeconds = null, IReadOnlyList<string>? Features = null);
