using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>The key that will sign, and what its certificates allow: no lease goes beyond them.</summary>
/// <param name="Until">The earliest end among them.</param>
public readonly record struct SigningTerms(string KeyId, Instant Until)
{
    /// <summary>The longest lease in seconds; null: no limit.</summary>
    public int? LeaseSecondsMax { get; init; }

    /// <summary>The tenants that it may sign for; null: all.</summary>
    public IReadOnlyList<string>? Tenants { get; init; }

    /// <summary>The products that it may sign for; null: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>Keys of this server that were withdrawn: what they signed is signed anew at the next call.</summary>
    public IReadOnlySet<string>? Withdrawn { get; init; }

    public bool IsWithdrawn(string keyId) => Withdrawn?.Contains(keyId) == true;

    /// <summary>Why the key cannot sign this lease now; null: it can.</summary>
    public Denial? Refuse(Lease lease, Instant now)
    {
        if (Tenants?.Contains(lease.Tenant.Value) == false)
            return new Denial(DenialCode.Forbidden, $"This server's keys are not certified for tenant '{lease.Tenant}'.");
        if (Products?.Contains(lease.Product.Value) == false)
            return new Denial(DenialCode.Forbidden, $"This server's keys are not certified for product '{lease.Product}'.");
        return Until > now && !IsWithdrawn(KeyId)
            ? null
            : new Denial(DenialCode.Unavailable, "The server's signing certificate has ended or was withdrawn; its operator must renew it.")
            {
                RetryAfterSeconds = 60,
            };
    }
}
