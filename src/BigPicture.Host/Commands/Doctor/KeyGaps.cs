using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Certificates;

namespace BigPicture.Host.Commands.Doctor;

/// <summary>Keys that should be there and are not, or not in use yet.</summary>
internal static class KeyGaps
{
    public static IEnumerable<Finding> Find(IReadOnlyList<KeyListing> keys, string directory)
    {
        foreach (var key in keys.Where(key => key.State == KeyState.Waiting))
            yield return Finding.Warning(
                "key_waits",
                $"The {key.Use} key {key.Id} waits for its certificate.",
                $"Certify its request where its parent lies, then: bigpicture keys import FILE --data {directory}"
            );
        if (!keys.Any(key => key is { IsCurrent: true, Use: KeyUse.Lease }))
            yield return Finding.Error(
                "no_lease_key",
                "No key here may sign leases: the server cannot start.",
                $"Bring its certificate, or make one: bigpicture keys create --use lease --data {directory}"
            );
        else if (!keys.Any(key => key is { IsCurrent: true, Use: KeyUse.Revocation }))
            yield return Finding.Warning(
                "no_revocation_key",
                "No key here may sign lists of what is revoked: applications hear of revocations only when they call.",
                $"Make one where the delegate lies: bigpicture keys create --data {directory}"
            );
    }
}
