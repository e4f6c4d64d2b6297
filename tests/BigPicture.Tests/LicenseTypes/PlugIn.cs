using BigPicture.LicenseTypes;

namespace BigPicture.Tests.LicenseTypes;

/// <summary>A license type that does what a test tells it.</summary>
internal sealed class PlugIn : LicenseType
{
    public string TypeName { get; init; } = "plug-in";

    public bool HasSeats { get; init; } = true;

    public IReadOnlyList<PolicyTerm> OwnTerms { get; init; } = [];

    public Func<LeaseRequest, string?> Refuses { get; init; } = _ => null;

    public Func<LicensePolicy, LeaseRequest, Decision> Decides { get; init; } = (_, _) => Decision.Grant();

    public override string Name => TypeName;

    public override bool IsSeated => HasSeats;

    public override IReadOnlyList<PolicyTerm> Terms => OwnTerms;

    public override string? RefuseSubject(LeaseRequest request) => Refuses(request);

    public override Decision Decide(LicensePolicy policy, LeaseRequest request) => Decides(policy, request);
}
