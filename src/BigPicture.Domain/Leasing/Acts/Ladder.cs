using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing.Acts;

/// <summary>Why a token no longer stands for a live lease, one line a rung, in order of precedence.</summary>
public static class Ladder
{
    public static Denial? Refuse(Lease lease, int generation, Instant now, Instant revokedBefore) =>
        lease.StateAt(now, revokedBefore) switch
        {
            LeaseState.Released => new(DenialCode.LeaseReleased, $"{lease.Id} was released at {lease.EndedAt}: activate a new one."),
            LeaseState.Revoked => new(DenialCode.LeaseRevoked, $"{lease.Id} was revoked{Why(lease)}."),
#if PLANTED_BUGS
            LeaseState.Live when PlantedBug.Is(PlantedBug.LostGenerationCheck) => null,
#endif
            _ when generation != lease.Generation => Superseded(lease, generation),
            LeaseState.Expired => new(DenialCode.LeaseExpired, $"{lease.Id} ended at {lease.EndsAt}: activate a new one."),
            _ => null,
        };

    public static Denial Superseded(Lease lease, int generation) =>
        new(
            DenialCode.LeaseSuperseded,
            $"{lease.Id} was taken over: this token is of generation {generation}, the lease of {lease.Generation}."
        );

    /// <summary>The token was signed by us, but its row is gone: it ended so long ago that it was purged.</summary>
    public static Denial Unknown(LeaseId lease) => new(DenialCode.LeaseExpired, $"{lease} ended long ago: activate a new one.");

    private static string Why(Lease lease) => lease.EndReason is null ? "" : $": {lease.EndReason}";
}
