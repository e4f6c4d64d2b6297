using BigPicture.Application.Pipeline;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Contracts;

/// <summary>
/// Asked by Leasing: writes down what an application reported. The same report of the same lease counts once, however often it comes within
/// <see cref="RememberedSeconds"/>: an answer may be lost, and who heard none asks again.
/// </summary>
/// <param name="Fact">What is told of it.</param>
/// <param name="Digest">The same for the same report, and for no other one.</param>
public sealed record CountFeatureUse(LeaseId Lease, EntitlementId Entitlement, Fact Fact, byte[] Digest) : ICommand<bool>
{
    public const int RememberedSeconds = 24 * 60 * 60;

    public required IReadOnlyList<FeatureCount> Counts { get; init; }
}

/// <param name="Day">Midnight in UTC, with which it begins.</param>
public sealed record FeatureCount(string Feature, Instant Day, long Count);
