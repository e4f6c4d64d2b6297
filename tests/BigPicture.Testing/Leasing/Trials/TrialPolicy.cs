using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Testing.Leasing.Trials;

/// <summary>An entitlement of a trial, and what it grants.</summary>
internal sealed record TrialPolicy(EntitlementId Entitlement, bool HoldRevokedSeats)
{
    public const string FeaturePool = "feature/export";

    public long Version { get; init; } = 1;
    public bool Allowed { get; init; } = true;

    /// <summary>One seat a user, shared by all of the user's leases; else one a lease.</summary>
    public bool Shared { get; init; }
    public long Seats { get; init; } = 2;
    public long Overdraft { get; init; }
    public long FeatureSeats { get; init; } = 1;

    /// <summary>Zero: any number.</summary>
    public long Machines { get; init; }
    public int LeaseSeconds { get; init; } = 60;
    public int GraceSeconds { get; init; }
    public Instant? EndsAt { get; init; }

    public BookTerms Terms =>
        new(HoldRevokedSeats, new Dictionary<string, long> { ["seats"] = Seats + Overdraft, [FeaturePool] = FeatureSeats });

    public Grant Grant(Lease lease, bool withFeature, bool twoSeats) =>
        Bare() with
        {
            Claims = [.. Claims(lease, withFeature, twoSeats)],
            Features = withFeature ? ["export"] : [],
        };

    /// <summary>Whether a lease may go on, as a snapshot of this version decides.</summary>
    public Outcome<Grant> Evaluate() => Allowed ? Bare() : new Denial(DenialCode.EntitlementSuspended, "Suspended.");

    private Grant Bare() =>
        LeaseSamples.Grant() with
        {
            Entitlement = Entitlement,
            Version = Version,
            LeaseSeconds = LeaseSeconds,
            GraceSeconds = GraceSeconds,
            NotAfter = EndsAt,
            Claims = [],
        };

    private IEnumerable<Claim> Claims(Lease lease, bool withFeature, bool twoSeats)
    {
        var holder = Shared ? lease.SubjectId : lease.Key.ToString();
        yield return LeaseSamples.Seat(holder, Seats, Overdraft);
        if (twoSeats)
            yield return LeaseSamples.Seat($"{holder}/2", Seats, Overdraft);
        if (Shared && Machines > 0)
            yield return new Claim($"user/{lease.SubjectId}", lease.MachineId ?? "", Machines);
        if (withFeature)
            yield return new Claim(FeaturePool, holder, FeatureSeats);
    }
}
