namespace BigPicture.LicenseTypes.BuiltIn;

/// <summary><c>concurrent</c> (floating): one seat a session, never shared; users and machines alike.</summary>
public sealed class Concurrent : LicenseType
{
    /// <inheritdoc/>
    public override string Name => "concurrent";

    /// <inheritdoc/>
    public override Decision Decide(LicensePolicy policy, LeaseRequest request) =>
        Decision.Grant(new SeatClaim(SeatClaim.Seats, request.LeaseKey, policy.SeatsMax));
}
