using BigPicture.Application.Contracts;

namespace BigPicture.Application.Telemetry.Purging;

/// <summary>Events that are kept equally long.</summary>
public enum EventClass
{
    /// <summary>What became of leases.</summary>
    Leases,

    /// <summary>Leases that were refused.</summary>
    Denials,

    /// <summary>What was done to all else; what a class does not name lies here too.</summary>
    Audit,
}

internal static class EventClasses
{
    private static readonly string[] Denials = ["license.denied"];

    private static readonly string[] Leases =
    [
        .. EventTypes.Names.Where(name => name.StartsWith("license.", StringComparison.Ordinal)).Except(Denials),
        "feature.used",
    ];

    public static int Days(this EventClass kept, Retention retention) =>
        kept switch
        {
            EventClass.Leases => retention.EventDays,
            EventClass.Denials => retention.DenialDays,
            _ => retention.AuditDays,
        };

    public static EventNames Names(this EventClass kept) =>
        kept switch
        {
            EventClass.Leases => new(Leases, AllBut: false),
            EventClass.Denials => new(Denials, AllBut: false),
            _ => new([.. Leases, .. Denials], AllBut: true),
        };
}

/// <param name="AllBut">All other names are meant.</param>
public sealed record EventNames(IReadOnlyList<string> Names, bool AllBut);
