using System.Globalization;
using BigPicture.Application.Contracts;
using Microsoft.Extensions.Configuration;

namespace BigPicture.Host.Commands;

/// <summary>For how long what is over is kept, as the settings say: <c>"retention": { "lease_days": 90, … }</c>.</summary>
internal static class RetentionSettings
{
    public const string Section = "retention";

    private static readonly Dictionary<string, Func<Retention, int, Retention>> Classes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lease_days"] = (retention, days) => retention with { LeaseDays = days },
        ["event_days"] = (retention, days) => retention with { EventDays = days },
        ["denial_days"] = (retention, days) => retention with { DenialDays = days },
        ["audit_days"] = (retention, days) => retention with { AuditDays = days },
    };

    /// <exception cref="CommandException">A class that there is not, or a number of days that is none: better no server than one that forgets.</exception>
    public static Retention Read(IConfiguration settings)
    {
        var retention = new Retention();
        foreach (var kept in settings.GetSection(Section).GetChildren())
            retention = Classes.TryGetValue(kept.Key, out var set) ? set(retention, Days(kept)) : throw Unknown(kept.Key);
        return retention;
    }

    private static int Days(IConfigurationSection kept) =>
        int.TryParse(kept.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= Retention.DaysLeast and <= Retention.DaysMost
            ? days
            : throw new CommandException(
                $"The setting {Section}.{Lower(kept.Key)} is '{kept.Value}', which is no number of days.",
                $"Use a whole number from {Retention.DaysLeast} to {Retention.DaysMost}, or leave it out."
            );

    private static CommandException Unknown(string key) =>
        new($"There is no setting {Section}.{Lower(key)}.", $"Use {string.Join(", ", Classes.Keys)}.");

    // From the environment they come as they were written there.
    private static string Lower(string key) => key.ToLowerInvariant();
}
