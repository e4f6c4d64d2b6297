namespace BigPicture.LicenseTypes;

/// <summary>
/// How an entitlement's seats are counted. A pure function from policy and request to seat claims: no clock, no I/O, no
/// randomness, no state. The server counts, stores and signs; so a license type can refuse too much, but never oversell.
/// </summary>
public abstract class LicenseType
{
    /// <summary>The value of <c>type</c> in a policy: 1–64 of <c>a-z 0-9 . _ -</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the policy has <c>max_seats</c> and the keys that belong to seats. Default true.</summary>
    public virtual bool IsSeated => true;

    /// <summary>
    /// Policy keys of this type's own, at most 32, none of which the protocol has already; any other unknown key is refused.
    /// Default none.
    /// </summary>
    public virtual IReadOnlyList<PolicyTerm> Terms => [];

    /// <summary>
    /// Says why this type cannot serve such a subject (<c>SUBJECT_MISMATCH</c>): one sentence of at most 500 characters that tells the
    /// caller what to send instead. Null when it can.
    /// </summary>
    public virtual string? RefuseSubject(LeaseRequest request) => null;

    /// <summary>
    /// Which seats the lease must stand on, or why it may not be. Asked only for subjects that <see cref="RefuseSubject"/> let pass.
    /// At most 32 claims, each pool and holder once, one limit a pool. An exception, or a decision outside of these limits, refuses
    /// the lease as <c>LICENSE_TYPE_UNAVAILABLE</c>.
    /// </summary>
    public abstract Decision Decide(LicensePolicy policy, LeaseRequest request);
}
