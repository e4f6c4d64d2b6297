#if PLANTED_BUGS
namespace BigPicture.Domain.Shared;

/// <summary>
/// Mistakes that license servers are shipped with, made on purpose so that the proof can be seen to find them. They exist in a build with
/// <c>-p:PlantedBugs=true</c> alone, which is refused for Release, and there only the one that the environment names is made.
/// </summary>
public static class PlantedBug
{
    public const string Variable = "BIGPICTURE_PLANTED_BUG";

    public const string CountThenInsert = "count-then-insert";
    public const string MissingLock = "missing-lock";
    public const string LateRenewalRevives = "late-renewal-revives";
    public const string SecondLeaseOnRetry = "second-lease-on-retry";
    public const string EventOutsideTransaction = "event-outside-transaction";
    public const string StaleEntitlement = "stale-entitlement";
    public const string HeldSeatFreed = "held-seat-freed";
    public const string CounterDrift = "counter-drift";
    public const string LostGenerationCheck = "lost-generation-check";
    public const string OpenTransactionSteppedOver = "open-transaction-stepped-over";
    public const string SharedSeatFreed = "shared-seat-freed";
    public const string ClockBeforeLock = "clock-before-lock";

    private static readonly string? Planted = Environment.GetEnvironmentVariable(Variable);

    public static bool Is(string name) => Planted == name;
}
#endif
