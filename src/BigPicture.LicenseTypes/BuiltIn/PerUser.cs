namespace BigPicture.LicenseTypes.BuiltIn;

/// <summary><c>per_user</c>: one seat a user, on however many machines and in however many sessions.</summary>
/// <remarks><c>machines_per_user</c> (1–10,000; absent: any number) limits the devices on which one user is active at a time.</remarks>
public sealed class PerUser : LicenseType
{
    /// <summary>The policy key that limits a user's devices.</summary>
    public const string MachinesPerUser = "machines_per_user";

    private static readonly IReadOnlyList<PolicyTerm> OwnTerms = [new PolicyTerm(MachinesPerUser, Least: 1, Most: 10_000)];

    /// <inheritdoc/>
    public override string Name => "per_user";

    /// <inheritdoc/>
    public override IReadOnlyList<PolicyTerm> Terms => OwnTerms;

    /// <inheritdoc/>
    public override string? RefuseSubject(LeaseRequest request) =>
        request.SubjectKind == SubjectKind.User
            ? null
            : "This entitlement is licensed per user: send subject_type \"user\" and the user's id as subject_id.";

    /// <inheritdoc/>
    public override Decision Decide(LicensePolicy policy, LeaseRequest request)
    {
        var seat = new SeatClaim(SeatClaim.Seats, request.SubjectId, policy.SeatsMax);
        if (!policy.Terms.TryGetValue(MachinesPerUser, out var machinesMax))
            return Decision.Grant(seat);

        // A lease that tells no machine counts as a device of its own: leaving the id out must not be the way around the limit.
        var device = request.MachineId ?? request.LeaseKey;
        return Decision.Grant(seat, new SeatClaim("user/" + request.SubjectId, device, machinesMax));
    }
}
