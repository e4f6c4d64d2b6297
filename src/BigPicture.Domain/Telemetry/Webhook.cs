using System.Collections.Frozen;
using System.Collections.Immutable;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

/// <summary>A receiver of events: where it is, what it is told, and how far it was told.</summary>
public sealed class Webhook
{
    public const int UrlMax = 2_048;

    /// <summary>Whoever wants more of them wants all.</summary>
    public const int ProductsMax = 100;

    /// <summary>After the last try of a delivery with no success in all that time, nobody seems to be there.</summary>
    public const string Failing = "failing";

    /// <summary>The receiver answered 410: it wants nothing any more.</summary>
    public const string Gone = "gone";

    private Webhook() { }

    public WebhookId Id { get; private set; }

    /// <summary>The tenant whose events it is told, or the vendor: those of all.</summary>
    public TenantId Owner { get; private set; }

    public string Url { get; private set; } = "";

    /// <summary>Names without prefix; empty: all.</summary>
    public ImmutableArray<string> Events { get; private set; } = [];

    /// <summary>Only what names one of them; null: everything.</summary>
    public FrozenSet<ProductId>? Products { get; private set; }

    public SignatureKind Signature { get; private set; }

    /// <summary>Sealed: only the server's own key opens it.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>The one before, which signs too until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousSecret { get; private set; }

    public Instant? PreviousUntil { get; private set; }

    public Instant CreatedAt { get; private set; }

    public Instant? DisabledAt { get; private set; }

    public string? DisabledReason { get; private set; }

    /// <summary>All events up to this position were taken up.</summary>
    public long Position { get; private set; }

    /// <summary>When the first of the tries failed after which none succeeded; null: the last one succeeded.</summary>
    public Instant? FailingSince { get; private set; }

    /// <summary>When the next delivery is to be tried again; null: none waits.</summary>
    public Instant? RetryAt { get; private set; }

    /// <summary>Which server delivers now, so that no other one does; null: none.</summary>
    public Guid? HeldBy { get; private set; }

    /// <summary>Until when it does; one that crashed holds nothing longer.</summary>
    public Instant HeldUntil { get; private set; }

    /// <summary>The only tenant whose events it is told; null: those of all.</summary>
    public TenantId? Tenant => Owner == TenantId.Vendor ? null : Owner;

    public bool IsEnabled => DisabledAt is null;

    public static Webhook Create(WebhookId id, WebhookDraft draft, byte[] secret, long position, Instant now) =>
        new()
        {
            Id = id,
            Owner = draft.Tenant ?? TenantId.Vendor,
            Url = draft.Url,
            Events = draft.Events,
            Products = draft.Products?.ToFrozenSet(),
            Signature = draft.Signature,
            Secret = secret,
            Position = position,
            CreatedAt = now,
        };

    public void Change(string? url, ImmutableArray<string>? events)
    {
        Url = url ?? Url;
        Events = events ?? Events;
    }

    /// <summary>Goes on where it stopped.</summary>
    public void Enable() => (DisabledAt, DisabledReason, FailingSince) = (null, null, null);

    public void Disable(string reason, Instant now) => (DisabledAt, DisabledReason) = (DisabledAt ?? now, DisabledReason ?? reason);

    /// <param name="overlapSeconds">For so long the old secret signs too.</param>
    public void Rotate(byte[] secret, int overlapSeconds, Instant now)
    {
        (PreviousSecret, PreviousUntil) = (null, null);
        if (overlapSeconds > 0)
            (PreviousSecret, PreviousUntil) = (Secret, now + overlapSeconds);
        Secret = secret;
    }

    /// <returns>False: another server delivers.</returns>
    public bool Take(Guid server, Instant now, int seconds)
    {
        if (HeldBy is not null && HeldBy != server && HeldUntil > now)
            return false;
        (HeldBy, HeldUntil) = (server, now + seconds);
        return true;
    }

    public void LetGo() => (HeldBy, HeldUntil) = (null, default);

    /// <summary>What came of a round of deliveries.</summary>
    /// <param name="failed">When a try failed.</param>
    /// <param name="retryAt">When the next of those that wait is due.</param>
    public void Note(long position, bool succeeded, Instant? failed, Instant? retryAt)
    {
        Position = Math.Max(Position, position);
        FailingSince = succeeded ? null : FailingSince ?? failed;
        RetryAt = retryAt;
    }

    public void Expect(Instant retryAt) => RetryAt = RetryAt is { } at ? Instant.Min(at, retryAt) : retryAt;
}

/// <summary>How a receiver can tell that a call is ours (Standard Webhooks).</summary>
public enum SignatureKind
{
    /// <summary><c>v1</c>: HMAC-SHA256 with a secret that both know.</summary>
    Symmetric,

    /// <summary><c>v1a</c>: Ed25519; the receiver knows a public key only.</summary>
    Asymmetric,
}

/// <summary>What a new webhook shall be.</summary>
public sealed record WebhookDraft(string Url)
{
    public TenantId? Tenant { get; init; }

    public ImmutableArray<string> Events { get; init; } = [];

    public IReadOnlySet<ProductId>? Products { get; init; }

    public SignatureKind Signature { get; init; }
}
