namespace BigPicture.LicenseTypes.BuiltIn;

/// <summary><c>per_machine</c>: one seat a device, whoever uses it. The subject is the machine, or a user who tells a machine.</summary>
public sealed class PerMachine : LicenseType
{
    /// <inheritdoc/>
    public override string Name => "per_machine";

    /// <inheritdoc/>
    public override string? RefuseSubject(LeaseRequest request) =>
        request switch
        {
            { Machine: null } => "This entitlement is licensed per machine: send the machine's id as machine_id.",
            { SubjectKind: SubjectKind.Machine } when request.Machine != request.SubjectId =>
                "subject_id and machine_id name two different machines: send one of them, or the same in both.",
            _ => null,
        };

    /// <inheritdoc/>
    public override Decision Decide(LicensePolicy policy, LeaseRequest request) =>
        Decision.Grant(new SeatClaim(SeatClaim.Seats, request.Machine!, policy.SeatsMax));
}
