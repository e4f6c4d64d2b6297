using System.Collections.Immutable;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Domain.Leasing;

/// <summary>How a lease's row stands. Whether it is still in force also depends on the time and its book: ask <see cref="Lease.IsLive"/>.</summary>
public enum LeaseState
{
    Live,
    Released,
    Revoked,
    Expired,
}

/// <summary>
/// The claims of a lease as last signed, and how it ended. Immutable: an act replaces the row, so an answer given from it stays true
/// whatever the rest of the batch does. The token itself is never stored; signing the same claims gives the same bytes.
/// </summary>
public sealed record Lease
{
    public const int LivePerSubjectMax = 1_000;

    public required TenantId Tenant { get; init; }
    public required LeaseId Id { get; init; }
    public required LeaseKey Key { get; init; }
    public required EntitlementId Entitlement { get; init; }
    public required ProductId Product { get; init; }
    public required string LicenseType { get; init; }
    public required SubjectKind SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    public string? MachineId { get; init; }
    public string? SessionId { get; init; }
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The length that the application asked for; null: whatever the policy's default is at each renewal.</summary>
    public int? AskedSeconds { get; init; }

    public bool Overdraft { get; init; }
    public bool BindMachine { get; init; }
    public bool UsageSignals { get; init; }

    /// <summary>Raised by a takeover; tokens of older generations prove nothing any more.</summary>
    public int Generation { get; init; } = 1;

    public required Instant CreatedAt { get; init; }
    public Instant IssuedAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public Instant? GraceUntil { get; init; }
    public Instant RenewAfter { get; init; }

    /// <summary>The end of grace, or of the lease where there is none: its seats stay taken until then.</summary>
    public Instant EndsAt { get; init; }

    /// <summary>The latest end that was ever signed for this lease: a token may verify offline until then.</summary>
    public Instant SignedUntil { get; init; }

    /// <summary>The id of the key that signed it last.</summary>
    public string KeyId { get; init; } = "";

    public LeaseState State { get; init; }
    public Instant? EndedAt { get; init; }
    public string? EndReason { get; init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    /// <summary>The lease's state at a time: what is due or revoked has ended, whether or not its row was written yet.</summary>
    public LeaseState StateAt(Instant now, Instant revokedBefore) =>
        State != LeaseState.Live ? State
        : IssuedAt < revokedBefore ? LeaseState.Revoked
        : EndsAt <= now ? LeaseState.Expired
        : LeaseState.Live;

    public bool IsLive(Instant now, Instant revokedBefore) => StateAt(now, revokedBefore) == LeaseState.Live;

    /// <summary>Issues the lease's claims anew: at first, at each renewal, at a takeover.</summary>
    public Lease Issue(Grant grant, SigningTerms signing, Instant at)
    {
        var last = Instant.Min(grant.NotAfter ?? Instant.MaxValue, signing.Until);
        var expires = Instant.Min(at + Math.Min(grant.LeaseSeconds, signing.LeaseSecondsMax ?? int.MaxValue), last);
        var grace = Instant.Min(expires + grant.GraceSeconds, last);
        return this with
        {
            LicenseType = grant.LicenseType,
            BindMachine = grant.BindMachine,
            UsageSignals = grant.UsageSignals,
            IssuedAt = at,
            ExpiresAt = expires,
            GraceUntil = grace > expires ? grace : null,
            RenewAfter = at + RenewAfterSeconds(Id, expires - at),
            EndsAt = grace,
            SignedUntil = Instant.Max(SignedUntil, grace),
            KeyId = signing.KeyId,
        };
    }

    // 50–70 %, from the random end of the id: a fleet spreads out, and a retry computes the same moment.
    private static long RenewAfterSeconds(LeaseId id, long seconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var (least, most) = ((seconds + 1) / 2, seconds * 7 / 10);
        return most <= least ? least : least + (most - least) * ((bytes[14] << 8) | bytes[15]) / ushort.MaxValue;
    }
}
