using BigPicture.Domain.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Application.Leasing;

/// <summary>Turns leases into tokens and back. Private keys stay behind it.</summary>
public interface ILeaseTokens
{
    /// <summary>The key that signs now. Asked before a lease is recorded, as the lease must not outlive its certificates.</summary>
    SigningTerms Signing { get; }

    /// <summary>The lease's token: the same claims give the same bytes, whenever and wherever they are signed.</summary>
    string Sign(Lease lease);

    /// <summary>
    /// Whose lease a token is, if this server's keys signed it; <see cref="DenialCode.TokenInvalid"/> otherwise. Says nothing of whether
    /// the lease is still in force: its row does.
    /// </summary>
    Task<Outcome<PresentedLease>> Read(string token, CancellationToken cancel);

    /// <summary>What anybody may know: the roots and the certificates under them.</summary>
    PublishedKeys Published { get; }
}

/// <summary>What a genuine token proves that its bearer holds, or held.</summary>
public sealed record PresentedLease(TenantId Tenant, ProductId Product, EntitlementId Entitlement, LeaseId Lease, int Generation);

/// <param name="Roots">Public keys as PASERK <c>k4.public</c>.</param>
/// <param name="Certificates">Every certificate that a token may name, as PASETO <c>v4.public</c>.</param>
public sealed record PublishedKeys(IReadOnlyList<string> Roots, IReadOnlyList<string> Certificates);
