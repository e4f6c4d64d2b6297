namespace BigPicture.Domain.Shared;

/// <summary>A customer of the vendor, by the name that the operator chose: 1–64 of <c>a-z 0-9 . _ -</c>, first a letter or digit.</summary>
public readonly record struct TenantId(string Value) : IComparable<TenantId>
{
    /// <summary>The vendor itself: owner of rows that all tenants share, such as products.</summary>
    public static readonly TenantId Vendor = new("_vendor");

    /// <summary>An id for a tenant whose operator chose none: <c>tenant_…</c>.</summary>
    public static TenantId New(DateTimeOffset now) => new(TypeId.Format("tenant", TypeId.New(now)));

    public int CompareTo(TenantId other) => string.CompareOrdinal(Value, other.Value);

    // Stores page by tenant in queries, which know operators only.
    public static bool operator >(TenantId a, TenantId b) => a.CompareTo(b) > 0;

    public static bool operator <(TenantId a, TenantId b) => a.CompareTo(b) < 0;

    public override string ToString() => Value;
}

/// <summary>A product of the vendor, by the name that the operator chose; same form as a tenant's.</summary>
public readonly record struct ProductId(string Value) : IComparable<ProductId>
{
    /// <summary>An id for a product whose operator chose none: <c>prod_…</c>.</summary>
    public static ProductId New(DateTimeOffset now) => new(TypeId.Format("prod", TypeId.New(now)));

    public int CompareTo(ProductId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

public readonly record struct EntitlementId(Guid Value) : IComparable<EntitlementId>
{
    public const string Prefix = "ent";

    public int CompareTo(EntitlementId other) => Value.CompareTo(other.Value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}

public readonly record struct LeaseId(Guid Value) : IComparable<LeaseId>
{
    public const string Prefix = "lease";

    public int CompareTo(LeaseId other) => Value.CompareTo(other.Value);

    /// <summary>No id that was made at this time or later sorts before it.</summary>
    public static LeaseId First(Instant at) => new(TypeId.First(at));

    // Stores page by id in queries, which know operators only.
    public static bool operator >(LeaseId a, LeaseId b) => a.CompareTo(b) > 0;

    public static bool operator <(LeaseId a, LeaseId b) => a.CompareTo(b) < 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}

public readonly record struct EventId(Guid Value) : IComparable<EventId>
{
    public const string Prefix = "evt";

    public int CompareTo(EventId other) => Value.CompareTo(other.Value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}

public readonly record struct ApiTokenId(Guid Value) : IComparable<ApiTokenId>
{
    public const string Prefix = "token";

    public int CompareTo(ApiTokenId other) => Value.CompareTo(other.Value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}

public readonly record struct WebhookId(Guid Value) : IComparable<WebhookId>
{
    public const string Prefix = "webhook";

    public int CompareTo(WebhookId other) => Value.CompareTo(other.Value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
