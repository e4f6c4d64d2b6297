using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Entitlements;

/// <summary>The dates between which an entitlement holds, and whether it goes on by itself after them. The end is exclusive.</summary>
public readonly record struct Validity(Instant StartsAt, Instant? EndsAt, bool AutoRenew, int? RenewalDays)
{
    public const int RenewalDaysMost = 3_660;

    private const long SecondsPerDay = 86_400;

    /// <summary>The first <c>ends_at + k × renewal_days</c> that lies ahead of <paramref name="now"/> when it renews itself.</summary>
    public Instant? EffectiveEnd(Instant now)
    {
        if (!AutoRenew || EndsAt is not { } end || RenewalDays is not { } days || end > now)
            return EndsAt;

        var period = days * SecondsPerDay;
        var periods = (now - end) / period + 1;
        return Instant.Min(end + periods * period, Instant.MaxValue);
    }

    internal void Check(FieldProblems problems)
    {
        if (EndsAt <= StartsAt)
            problems.Add("ends_at", $"must be later than starts_at, which is {StartsAt}");
        if (RenewalDays is < 1 or > RenewalDaysMost)
            problems.Add("renewal_days", $"must be a whole number from 1 to {RenewalDaysMost}");
        if (AutoRenew && EndsAt is null)
            problems.Add("ends_at", "is required with auto_renew: what has no end cannot be renewed");
        if (AutoRenew && RenewalDays is null)
            problems.Add("renewal_days", "is required with auto_renew");
    }
}
