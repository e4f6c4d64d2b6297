using System.Buffers.Binary;
using System.Collections.Immutable;
using BigPicture.Application.Contracts;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;

namespace BigPicture.Testing.Leasing;

/// <summary>Entitlements, grants and leases as tests need them: everything has a plain default, and a test names what matters to it.</summary>
public static class LeaseSamples
{
    /// <summary>2026-01-15T10:00:00Z.</summary>
    public static readonly Instant Start = new(1_768_471_200);

    /// <summary>The customer.</summary>
    public static readonly TenantId Acme = new("acme");

    /// <summary>The product.</summary>
    public static readonly ProductId Cad = new("cad-pro");

    /// <summary>The entitlement that is meant when a test names none.</summary>
    public static readonly EntitlementId Entitlement = EntitlementOf(1);

    /// <summary>A key that signs for ever.</summary>
    public static readonly SigningTerms Signing = new("k4.pid.test", Instant.MaxValue);

    /// <summary>The entitlement of a number.</summary>
    public static EntitlementId EntitlementOf(int number) => new(IdOf(0xE, number));

    /// <summary>The lease id of a number; <paramref name="tail"/> decides where in 50–70 % its <c>renew_after</c> lies.</summary>
    public static LeaseId LeaseOf(int number, ushort tail = 0) => new(IdOf(0x1, number, tail));

    /// <summary>A user.</summary>
    public static Subject User(string id) => new(SubjectKind.User, id);

    /// <summary>A seat of the pool that every seated license type has.</summary>
    public static Claim Seat(string holder, long limit, long overdraft = 0) => new(SeatClaim.Seats, holder, limit, overdraft);

    /// <summary>An order that opens a book at version 1.</summary>
    public static OpenBook OpenBook(EntitlementId? entitlement = null, bool holdRevokedSeats = false) =>
        new(Acme, entitlement ?? Entitlement, Terms(holdRevokedSeats));

    /// <summary>What a book takes over from a policy.</summary>
    public static BookTerms Terms(bool holdRevokedSeats = false, params (string Pool, long Limit)[] limits) =>
        new(holdRevokedSeats, limits.ToDictionary(limit => limit.Pool, limit => limit.Limit));

    /// <summary>An order that raises a book's version.</summary>
    public static ChangeBook ChangeBook(long version, bool holdRevokedSeats = false, params (string Pool, long Limit)[] limits) =>
        new(Acme, Entitlement, version, Terms(holdRevokedSeats, limits));

    /// <summary>A grant of an hour at version 1 with the given claims.</summary>
    public static Grant Grant(params Claim[] claims) =>
        new()
        {
            Entitlement = Entitlement,
            Version = 1,
            Product = Cad,
            LicenseType = "concurrent",
            Claims = [.. claims],
            Features = [],
            LeaseSeconds = 3_600,
            Trace = [new RuleResult(Rule.EntitlementActive, true), new RuleResult(Rule.Features, true)],
        };

    /// <summary>A lease as it is before it is issued, for the given subject and session.</summary>
    public static Lease Lease(LeaseId id, string subject = "alice", string? session = "s1", string? machine = null) =>
        new()
        {
            Tenant = Acme,
            Id = id,
            Key = LeaseKey.Of(Entitlement, User(subject), machine, session),
            Entitlement = Entitlement,
            Product = Cad,
            LicenseType = "concurrent",
            SubjectKind = SubjectKind.User,
            SubjectId = subject,
            MachineId = machine,
            SessionId = session,
            Features = ImmutableArray<string>.Empty,
            CreatedAt = default,
        };

    /// <summary>An activation whose entitlement goes on allowing the lease.</summary>
    public static Activation Activate(Lease lease, Grant grant, bool takeover = false, bool namesFeatures = false) =>
        new(lease, grant, Signing, (_, _) => grant with { Claims = [] }, takeover, namesFeatures);

    /// <summary>A renewal whose entitlement goes on allowing the lease, as <paramref name="grant"/> says.</summary>
    public static Renewal Renew(Lease lease, Grant? grant = null, int? generation = null) =>
        new(
            lease.Tenant,
            lease.Entitlement,
            lease.Id,
            generation ?? lease.Generation,
            (grant ?? Grant()).Version,
            (_, _) => grant ?? Grant(),
            Signing
        );

    /// <summary>The release of a lease by its own token.</summary>
    public static Release Release(Lease lease, int? generation = null) =>
        new(lease.Tenant, lease.Entitlement, lease.Id, generation ?? lease.Generation);

    /// <summary>An operator's revocation.</summary>
    public static Revocation Revoke(Lease lease, int blockSeconds = 0) =>
        new(lease.Tenant, lease.Entitlement, lease.Id, "lost laptop", blockSeconds, Actor.Server);

    /// <summary>A step of the background loop over the given leases.</summary>
    public static Reaping Reap(params Lease[] leases) => new(Acme, Entitlement, [.. leases.Select(lease => lease.Id)], []);

    private static Guid IdOf(byte kind, int number, ushort tail = 0)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], number);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        bytes[12] = (byte)number; // Hashes of ids must differ in their low bits, as those of real ones do.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[14..], tail);
        return new Guid(bytes, bigEndian: true);
    }
}
