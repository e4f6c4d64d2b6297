using BigPicture.Application.Contracts;
using BigPicture.Application.Leasing.Ledger;
using BigPicture.Domain.Leasing;
using BigPicture.Domain.Leasing.Acts;
using BigPicture.Domain.Shared;
using BigPicture.LicenseTypes;
using MediatR;

namespace BigPicture.Application.Leasing;

/// <summary>
/// Takes a lease that nobody asked for the way of all leases, so that what is made and compiled on that way once is not left to the first
/// caller. Nothing is granted, written or told.
/// </summary>
/// <param name="Tenant">Somebody who has entitlements for the product; any name will do where there are none yet.</param>
public sealed record RehearseLease(TenantId Tenant, ProductId Product) : IRequest<LeaseAnswer>;

internal sealed class RehearseLeaseHandler(IMediator mediator, ILeaseLedger ledger, ILeaseTokens tokens, TimeProvider clock)
    : IRequestHandler<RehearseLease, LeaseAnswer>
{
    public async Task<LeaseAnswer> Handle(RehearseLease request, CancellationToken cancel)
    {
        var now = Instant.From(clock.GetUtcNow());
        var asked = new LeaseApplication
        {
            Tenant = request.Tenant,
            Product = request.Product,
            Subject = new Subject(SubjectKind.User, "nobody"),
            SessionId = "none",
        };
        await mediator.Send(new ExplainLease(asked), cancel);

        // What follows a grant is done with one that comes of no entitlement.
        var grant = GrantOf(asked, new EntitlementId(TypeId.New(clock.GetUtcNow())), now);
        var lease = LeaseOf(asked, grant, now);
        await ledger.Try(new Activation(lease, grant, tokens.Signing, (_, _) => grant), cancel);
        lease = lease.Issue(grant, tokens.Signing, now);
        await mediator.Publish(new FactsRecorded([new LeaseIssued(lease, now)], new WriteSet()), cancel);
        return LeaseAnswer.Of(new ActResult.Leased(lease, LeaseChange.Issued, now, DurationCut: false), tokens);
    }

    private static Grant GrantOf(LeaseApplication asked, EntitlementId nowhere, Instant now) =>
        new()
        {
            Entitlement = nowhere,
            Version = 1,
            Product = asked.Product,
            LicenseType = "concurrent",
            Claims = [new Claim(SeatClaim.Seats, "none", Limit: 1)],
            Features = ["none"],
            // Over before anybody could use it, should it ever be seen.
            LeaseSeconds = 1,
            NotBefore = now,
        };

    private static Lease LeaseOf(LeaseApplication asked, Grant grant, Instant now) =>
        new()
        {
            Tenant = asked.Tenant!.Value,
            Id = new LeaseId(grant.Entitlement.Value),
            Key = asked.KeyOf(grant.Entitlement),
            Entitlement = grant.Entitlement,
            Product = asked.Product,
            LicenseType = grant.LicenseType,
            SubjectKind = asked.Subject.Kind,
            SubjectId = asked.Subject.Id,
            SessionId = asked.SessionId,
            Features = grant.Features,
            CreatedAt = now,
        };
}
