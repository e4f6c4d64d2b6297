using BigPicture.Application.Contracts;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Leasing.Keys;

internal sealed class SigningKeyCheck(LiveKeys keys, TimeProvider time) : IReadinessCheck
{
    public string Name => "signing_key";

    public ValueTask<string?> Problem(CancellationToken cancel) =>
        new(
            keys.Ring.IsWithdrawn(keys.Ring.Current) ? "every signing key was withdrawn"
            : keys.Ring.Current.NotAfter > Instant.From(time.GetUtcNow()) ? null
            : "the certificates of the signing key have run out"
        );
}
