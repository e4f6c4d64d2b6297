using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>A key of this server as its database knows it: since when, and how it ended. Its private part is never there.</summary>
public sealed class ServerKey
{
    /// <summary>Another key took over.</summary>
    public const string Rotated = "rotated";

    /// <summary>The operator's will.</summary>
    public const string Retired = "retired";

    /// <summary>Somebody else may have it: nothing that it signed counts any more.</summary>
    public const string Compromised = "compromised";

    private ServerKey() { }

    /// <summary>Keys are the vendor's, whose servers share them.</summary>
    public TenantId Tenant { get; private set; }

    /// <summary><c>k4.pid.…</c></summary>
    public string KeyId { get; private set; } = "";

    /// <summary>What it signs: <c>lease</c>, <c>bundle</c>, <c>revocation</c>, <c>report</c>, <c>delegate</c>, or <c>root</c>.</summary>
    public string Use { get; private set; } = "";

    /// <summary>The end of its certificates; null: a root has none.</summary>
    public Instant? NotAfter { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant? RetiredAt { get; private set; }

    /// <summary>One of the reasons above.</summary>
    public string? RetiredFor { get; private set; }

    /// <summary>Whether nothing that it signed counts any more.</summary>
    public bool IsWithdrawn => RetiredFor == Compromised;

    public static (ServerKey Key, Fact Told) Seen(string keyId, string use, Instant? notAfter, Instant now)
    {
        var key = new ServerKey
        {
            Tenant = TenantId.Vendor,
            KeyId = keyId,
            Use = use,
            NotAfter = notAfter,
            CreatedAt = now,
        };
        return (key, new KeyCreated(keyId, use, notAfter, now));
    }

    /// <summary>Whether a reason says something new: a key that has ended can still become known as compromised, and never comes back.</summary>
    /// <param name="retiredFor">Why it has ended already; null: it is in use.</param>
    public static bool CanRetire(string? retiredFor, string reason) =>
        retiredFor is null || reason == Compromised && retiredFor != Compromised;

    /// <summary>Ends it, where <see cref="CanRetire"/> lets it.</summary>
    /// <param name="successor">The key that took over.</param>
    /// <returns>Null: nothing is new.</returns>
    public Fact? Retire(string reason, string? successor, Instant now)
    {
        if (!CanRetire(RetiredFor, reason))
            return null;
        (RetiredAt, RetiredFor) = (now, reason);
        return reason == Rotated ? new KeyRotated(KeyId, Use, successor, now) : new KeyRetired(KeyId, Use, reason, successor, now);
    }
}
