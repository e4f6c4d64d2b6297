using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>What a lease's holder may report of its features.</summary>
public static class FeatureReport
{
    public const int UsesMax = 200;

    /// <summary>By so many seconds an application's clock may be wrong.</summary>
    public const int SkewSeconds = 60;

    /// <param name="field">The list's name on the wire.</param>
    public static Denial? Refuse(Lease lease, ImmutableArray<FeatureUse> uses, string field, Instant now)
    {
        var problems = new FieldProblems();
        foreach (var (index, use) in uses.Index())
            problems.Add($"{field}[{index}].at", TimeProblem(use.At, lease, now));
        if (problems.Any)
            return problems.ToDenial();
        return uses.FirstOrDefault(use => !lease.Features.Contains(use.Feature)) is { } other
            ? new Denial(DenialCode.FeatureNotEntitled, $"{lease.Id} does not carry the feature '{other.Feature}'.")
            {
                Entitlement = lease.Entitlement,
            }
            : null;
    }

    private static string? TimeProblem(Instant at, Lease lease, Instant now) =>
        at > now + SkewSeconds ? $"lies in the future: the server's clock says {now}"
        : at < lease.CreatedAt - SkewSeconds ? $"lies before the lease, which was issued at {lease.CreatedAt}"
        : null;
}
