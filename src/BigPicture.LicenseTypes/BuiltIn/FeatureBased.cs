namespace BigPicture.LicenseTypes.BuiltIn;

/// <summary><c>feature_based</c>: whoever belongs to the customer may use the entitled features; no seat is counted.</summary>
/// <remarks>Features with <c>feature_seats</c> still have pools of their own: those belong to the policy, not to the type.</remarks>
public sealed class FeatureBased : LicenseType
{
    /// <inheritdoc/>
    public override string Name => "feature_based";

    /// <inheritdoc/>
    public override bool IsSeated => false;

    /// <inheritdoc/>
    public override Decision Decide(LicensePolicy policy, LeaseRequest request) => Decision.Grant();
}
