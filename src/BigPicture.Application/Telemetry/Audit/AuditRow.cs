using BigPicture.Domain.Shared;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>A link of a tenant's chain. Never changed once it is written.</summary>
public sealed record AuditRow
{
    public required TenantId Tenant { get; init; }

    /// <summary>1, 2, 3 … within the tenant, without holes.</summary>
    public required long Number { get; init; }

    /// <summary>Never earlier than that of the one before.</summary>
    public required Instant At { get; init; }

    public required string Act { get; init; }

    public required string Subject { get; init; }

    /// <summary><c>token_…</c>; null: the server itself, or a command on its machine.</summary>
    public string? TokenId { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    public string? Before { get; init; }

    public required string After { get; init; }

    /// <summary>Stands for what names a person, which lies apart and can be taken away; null: nothing does.</summary>
    public byte[]? PersonHash { get; init; }

    /// <summary>Over the hash of the one before and all of this one.</summary>
    public byte[] Hash { get; init; } = [];
}

/// <summary>What names a person in a link, beside the chain: taken away, the chain still holds, and nobody can find out what it was.</summary>
/// <param name="Salt">Random, so that <see cref="AuditRow.PersonHash"/> cannot be tried against a list of names.</param>
public sealed record AuditPerson(TenantId Tenant, long Number, byte[] Salt, string Data);

/// <summary>Where a tenant's chain ends, and from where on it is kept.</summary>
public sealed record AuditHead
{
    public static readonly byte[] NoHash = new byte[AuditHash.Length];

    public required TenantId Tenant { get; init; }

    /// <summary>Of the last link; 0: there was none yet.</summary>
    public long Number { get; init; }

    public byte[] Hash { get; init; } = NoHash;

    public Instant LastAt { get; init; }

    /// <summary>Links up to here were old enough to be taken away.</summary>
    public long PurgedNumber { get; init; }

    /// <summary>The hash of that last link that was taken away, on which the first one that is kept builds.</summary>
    public byte[] PurgedHash { get; init; } = NoHash;

    public string SealKeyId { get; init; } = "";

    public byte[] Seal { get; init; } = [];
}
