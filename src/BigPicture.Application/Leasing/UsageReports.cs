using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>Hands on what the holder of a lease reported of its features, once it is known that it may.</summary>
internal sealed class UsageReports(IMediator mediator)
{
    private const long SecondsPerDay = 86_400;

    /// <returns>Whether it was counted: not when it came before.</returns>
    public Task<Outcome<bool>> Count(Lease lease, ImmutableArray<FeatureUse> uses, Instant now, CancellationToken cancel) =>
        mediator.Send(
            new CountFeatureUse(lease.Id, lease.Entitlement, new FeatureUsed(lease, uses, now), Digest(uses)) { Counts = ByDay(uses) },
            cancel
        );

    /// <summary>In one order everywhere, so that two who count the same features never wait for each other.</summary>
    private static FeatureCount[] ByDay(ImmutableArray<FeatureUse> uses) =>
        [
            .. uses.GroupBy(use => (use.Feature, Day: new Instant(use.At.UnixSeconds / SecondsPerDay * SecondsPerDay)))
                .Select(same => new FeatureCount(same.Key.Feature, same.Key.Day, same.Sum(use => (long)use.Count)))
                .OrderBy(count => count.Feature, StringComparer.Ordinal)
                .ThenBy(count => count.Day),
        ];

    private static byte[] Digest(ImmutableArray<FeatureUse> uses) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', uses.Select(use => $"{use.At.UnixSeconds} {use.Count} {use.Feature}"))));
}
