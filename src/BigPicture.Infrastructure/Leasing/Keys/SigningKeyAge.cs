using BigPicture.Application.Contracts;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>How long the key that signs has been in force, and how long it still may be.</summary>
internal sealed class SigningKeyAge(LiveKeys keys, ILedgerTime time) : IGauge
{
    private static readonly GaugeName Age = new(
        "bigpicture.signing_key.age",
        "s",
        "Since the first moment of the certificate of the key that signs; that lies a day before it was made."
    );

    private static readonly GaugeName Left = new(
        "bigpicture.signing_key.time_to_expiry",
        "s",
        "Until the certificates of the key that signs end, and with them every lease."
    );

    private static readonly KeyValuePair<string, object?> Use = new("use", "lease");

    public IReadOnlyList<GaugeName> Names => [Age, Left];

    public Task<IReadOnlyList<GaugeReading>> Read(CancellationToken cancel)
    {
        var (current, now) = (keys.Ring.Current, time.Now);
        return Task.FromResult<IReadOnlyList<GaugeReading>>([
            new GaugeReading(Age, now - current.NotBefore, Use),
            new GaugeReading(Left, current.NotAfter - now, Use),
        ]);
    }
}
