using BigPicture.Proof.Histories;

namespace BigPicture.Proof.Checking.Seats;

/// <summary>Which seats a lease stands on, by license type: the same rules that customers read.</summary>
internal static class Seating
{
    public const string Seats = "seats";
    public const string Feature = "feature/";
    private const string User = "user/";

    /// <summary>The pools of an activation, and who sits there; leases with the same holder share the seat.</summary>
    public static IEnumerable<(string Pool, string Holder)> Of(Pool pool, Operation activation, LeaseKey key)
    {
        var lease = $"{key.SubjectType}:{key.SubjectId}\n{key.MachineId}\n{key.SessionId}";
        var holder = pool.LicenseType switch
        {
            "per_user" => activation.SubjectId!,
            "per_machine" => activation.MachineId ?? activation.SubjectId!,
            "concurrent" or "feature_based" => lease,
            _ => throw new InvalidDataException($"The checker knows no license type '{pool.LicenseType}'."),
        };
        if (pool.LicenseType != "feature_based")
            yield return (Seats, holder);
        if (pool is { LicenseType: "per_user", MachinesPerUser: not null })
            yield return (User + activation.SubjectId, activation.MachineId ?? lease);
        // A token tells the features of its lease; the request may have named none and got a lease that stood already.
        foreach (var feature in activation.Token?.Features ?? activation.Features ?? [])
        {
            if (pool.Limits.ContainsKey(Feature + feature))
                yield return (Feature + feature, holder);
        }
    }

    /// <summary>The limit that a pool was created with.</summary>
    public static long LimitOf(Pool pool, string name) =>
        name.StartsWith(User, StringComparison.Ordinal) ? pool.MachinesPerUser!.Value : pool.Limits[name];
}
