using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// The ledger's page head for one entitlement, and its only lock: whoever takes, keeps or frees a seat holds this row. Carries what a
/// grant is compared with, so that a decision made on an old policy never takes a seat.
/// </summary>
public sealed class Book
{
    private Book() { }

    public TenantId Tenant { get; private set; }
    public EntitlementId Entitlement { get; private set; }

    /// <summary>The entitlement's version; acts decided on another one are stale.</summary>
    public long Version { get; private set; }

    /// <summary>A revoked lease keeps its seat until the last token ever signed for it has run out.</summary>
    public bool HoldRevokedSeats { get; private set; }

    /// <summary>Leases issued before this are revoked, whether or not their rows say so yet; zero when none are.</summary>
    public Instant RevokedBefore { get; private set; }

    public string? RevokeReason { get; private set; }

    /// <summary>Some leases issued before <see cref="RevokedBefore"/> may still have live rows and seats.</summary>
    public bool SweepPending { get; private set; }

    /// <summary>The latest time that this book was written at; its time never goes back.</summary>
    public Instant LastAt { get; private set; }

    /// <summary>The latest date of any lease issued under it; ahead of <see cref="LastAt"/> where the clock was ahead.</summary>
    public Instant LastIssuedAt { get; private set; }

    public static Book Open(TenantId tenant, EntitlementId entitlement, bool holdRevokedSeats, Instant now) =>
        new()
        {
            Tenant = tenant,
            Entitlement = entitlement,
            Version = 1,
            HoldRevokedSeats = holdRevokedSeats,
            LastAt = now,
        };

    /// <summary>A book as its row says.</summary>
    public static Book Restore(
        TenantId tenant,
        EntitlementId entitlement,
        long version,
        bool holdRevokedSeats,
        Instant revokedBefore,
        string? revokeReason,
        bool sweepPending,
        Instant lastAt,
        Instant lastIssuedAt
    ) =>
        new()
        {
            Tenant = tenant,
            Entitlement = entitlement,
            Version = version,
            HoldRevokedSeats = holdRevokedSeats,
            RevokedBefore = revokedBefore,
            RevokeReason = revokeReason,
            SweepPending = sweepPending,
            LastAt = lastAt,
            LastIssuedAt = lastIssuedAt,
        };

    /// <summary>The entitlement changed: from here on only grants decided on this version are good.</summary>
    public void Change(long version, bool holdRevokedSeats, Instant now)
    {
        if (version <= Version)
            throw new InvalidOperationException($"The book of {Entitlement} is at version {Version}; {version} would not raise it.");
        Version = version;
        HoldRevokedSeats = holdRevokedSeats;
        Touch(now);
    }

    /// <summary>Ends every lease issued so far, at once and whatever their number; rows, events and seats follow in bounded steps.</summary>
    public void RevokeLeases(string reason, ClockReading clock)
    {
        Touch(clock.Trusted);
        // A lease issued later in this very second is dated at the cut, so it stays outside of it, and inside of a second cut. What was
        // issued while the clock is ahead is dated ahead, and ended all the same, also when the clock has been set right since.
        RevokedBefore = Instant.Max(Instant.Max(LastAt, clock.Now), Instant.Max(LastIssuedAt, RevokedBefore)) + 1;
        RevokeReason = reason;
        SweepPending = true;
    }

    public void FinishSweep() => SweepPending = false;

    public void Touch(Instant now) => LastAt = Instant.Max(LastAt, now);

    /// <summary>A lease with this date stands under it.</summary>
    public void Issued(Instant at) => LastIssuedAt = Instant.Max(LastIssuedAt, at);
}
