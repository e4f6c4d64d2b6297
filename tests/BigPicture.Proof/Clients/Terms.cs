using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Clients;

/// <summary>An entitlement of the run: its terms, and how one asks under it.</summary>
/// <param name="LicenseType">One of the four.</param>
/// <param name="Seats">At the start.</param>
/// <param name="LeaseSeconds">The length of a lease.</param>
internal sealed record Terms(string LicenseType, int Seats, int LeaseSeconds)
{
    public const string Features = "feature_based";

    /// <summary>Has seats of its own, where the license type counts none.</summary>
    private const string Feature = "export";

    public static readonly string[] LicenseTypes = ["concurrent", "per_user", "per_machine", Features];

    public string Entitlement { get; init; } = "";

    public bool HoldsRevokedSeats { get; init; }

    public string PoolName => LicenseType == Features ? $"feature/{Feature}" : "seats";

    /// <summary>What an activation names; null: nothing.</summary>
    public IReadOnlyList<string>? Asked => LicenseType == Features ? [Feature] : null;

    /// <summary>The policy with another limit.</summary>
    public string Policy(int seats) =>
        LicenseType == Features
            ? $$"""{"type":"{{LicenseType}}","features":["{{Feature}}"],"feature_seats":{"{{Feature}}":{{seats}} },"lease_seconds":{{LeaseSeconds}} }"""
            : $$"""{"type":"{{LicenseType}}","max_seats":{{seats}},"lease_seconds":{{LeaseSeconds}},"hold_revoked_seats":{{(
                HoldsRevokedSeats ? "true" : "false"
            )}} }""";

    public Dictionary<string, long> Limits(int seats) => new() { [PoolName] = seats };

    public Pool ToPool(int skewMs) =>
        new()
        {
            Entitlement = Entitlement,
            LicenseType = LicenseType,
            Limits = Limits(Seats),
            HoldsRevokedSeats = HoldsRevokedSeats,
            LeaseSecondsMax = LeaseSeconds,
            SkewMs = skewMs,
        };

    /// <summary>Who asks for a lease, as this type wants it: often somebody whose seat others stand on too, always in a session of its own.</summary>
    public (string Type, string Subject, string? Machine) Holder(Random random, string own) =>
        LicenseType switch
        {
            "per_user" => ("user", $"u{random.Next(Seats * 2)}", random.Next(2) == 0 ? $"m{random.Next(4)}" : null),
            "per_machine" when random.Next(2) == 0 => ("user", $"u{own}", $"m{random.Next(Seats * 2)}"),
            "per_machine" => ("machine", $"m{random.Next(Seats * 2)}", null),
            _ => ("user", $"u{own}", random.Next(4) == 0 ? $"m{own}" : null),
        };
}
