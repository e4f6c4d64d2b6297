namespace BigPicture.Application.Contracts;

/// <summary>For how many days what is over is kept, class by class; then a loop takes it away. Each 1–36,500.</summary>
public sealed record Retention
{
    public const int DaysLeast = 1;
    public const int DaysMost = 36_500;

    private const long SecondsPerDay = 86_400;

    /// <summary>Leases, from their end and that of their last token on; blocks, from their end on.</summary>
    public int LeaseDays { get; init; } = 90;

    /// <summary>Events of leases, from when they happened on.</summary>
    public int EventDays { get; init; } = 400;

    /// <summary>Events of refused leases.</summary>
    public int DenialDays { get; init; } = 400;

    /// <summary>All other events: what was done to entitlements, tenants, products, tokens, keys and servers.</summary>
    public int AuditDays { get; init; } = 2_555;

    /// <summary>What webhooks were told and answered, once it is over.</summary>
    public int DeliveryDays { get; init; } = 30;

    public static long Seconds(int days) => days * SecondsPerDay;
}
