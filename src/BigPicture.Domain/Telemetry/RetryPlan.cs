using System.Buffers.Binary;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Telemetry;

/// <summary>When a delivery that failed is tried again: after growing pauses, over three days.</summary>
public static class RetryPlan
{
    /// <summary>The longest pause that a receiver may ask for.</summary>
    public const int RetryAfterMax = 24 * 3_600;

    private const double Jitter = 0.2;

    private static readonly int[] Pauses =
    [
        5,
        30,
        2 * 60,
        10 * 60,
        30 * 60,
        3_600,
        2 * 3_600,
        4 * 3_600,
        8 * 3_600,
        12 * 3_600,
        20 * 3_600,
        24 * 3_600,
    ];

    /// <summary>Of a delivery that is never taken.</summary>
    public static int TriesMax => Pauses.Length + 1;

    /// <param name="tries">How many there were.</param>
    /// <param name="last">When the last one was.</param>
    /// <returns>Null: that was the last one.</returns>
    public static Instant? Next(EventId told, int tries, Instant last, int? retryAfter)
    {
        if (tries >= TriesMax)
            return null;
        var pause = (long)Math.Round(Pauses[tries - 1] * (1 - Jitter + 2 * Jitter * Spread(told, tries)));
        return last + Math.Max(pause, Math.Min(retryAfter ?? 0, RetryAfterMax));
    }

    /// <summary>0–1, from the random end of the id: what failed at once is not tried at once again.</summary>
    private static double Spread(EventId told, int tries)
    {
        Span<byte> bytes = stackalloc byte[16];
        told.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var mixed = (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) + (ulong)tries) * 0x9E37_79B9_7F4A_7C15;
        return (mixed >> 40) / (double)(1 << 24);
    }
}
