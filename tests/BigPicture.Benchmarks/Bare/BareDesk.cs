using System.Collections.Concurrent;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.LicenseTypes;
using BigPicture.Protocol.Tokens;
using BigPicture.Protocol.Wire;

namespace BigPicture.Benchmarks.Bare;

/// <summary>What is asked, as a row and a token. Each act signs once: a lease when it is given, and again when it comes back.</summary>
internal sealed class BareDesk(BareBatches batches, SigningKey key, EntitlementId entitlement)
{
    private const string Issuer = "http://127.0.0.1:8080";
    private const int LeaseSeconds = 3_600;

    private readonly ConcurrentDictionary<string, Lease> given = new();

    public async Task<LeaseAnswer> Activate(ActivateRequest asked)
    {
        var time = TimeProvider.System.GetUtcNow();
        var now = Instant.From(time);
        var subject = new Subject(SubjectKind.User, asked.SubjectId);
        var lease = new Lease
        {
            Tenant = new TenantId(asked.TenantId!),
            Id = new LeaseId(TypeId.New(time)),
            Key = LeaseKey.Of(entitlement, subject, asked.MachineId, asked.SessionId),
            Entitlement = entitlement,
            Product = new ProductId(asked.ProductId),
            LicenseType = "concurrent",
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SessionId = asked.SessionId,
            Features = [],
            CreatedAt = now,
            IssuedAt = now,
            ExpiresAt = now + LeaseSeconds,
            RenewAfter = now + LeaseSeconds / 2,
            EndsAt = now + LeaseSeconds,
            SignedUntil = now + LeaseSeconds,
            KeyId = key.KeyId,
        };
        await batches.Write(new BareAct(lease));
        var token = Sign(lease);
        given[token] = lease;
        return new LeaseAnswer
        {
            LeaseId = lease.Id.ToString(),
            Token = token,
            Status = LeaseStatuses.Active,
            EntitlementId = lease.Entitlement.ToString(),
            TenantId = lease.Tenant.Value,
            ProductId = lease.Product.Value,
            LicenseType = lease.LicenseType,
            SubjectType = asked.SubjectType,
            SubjectId = lease.SubjectId,
            SessionId = lease.SessionId,
            Features = lease.Features,
            Overdraft = lease.Overdraft,
            Generation = lease.Generation,
            IssuedAt = lease.IssuedAt.ToDateTimeOffset(),
            ExpiresAt = lease.ExpiresAt.ToDateTimeOffset(),
            RenewAfter = lease.RenewAfter.ToDateTimeOffset(),
            ServerTime = now.ToDateTimeOffset(),
        };
    }

    public async Task<ReleaseAnswer> Release(ReleaseRequest asked)
    {
        if (!given.TryRemove(asked.Token, out var lease) || Sign(lease) != asked.Token)
            throw new BadHttpRequestException("Not a token of this endpoint.");
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        await batches.Write(new BareAct(lease with { State = LeaseState.Released, EndedAt = now }));
        return new ReleaseAnswer
        {
            LeaseId = lease.Id.ToString(),
            Status = LeaseStatuses.Released,
            ReleasedAt = now.ToDateTimeOffset(),
        };
    }

    private string Sign(Lease lease) => LeaseToken.Sign(key.Signer, LeaseClaims.Of(lease, Issuer), key.Footer);
}
