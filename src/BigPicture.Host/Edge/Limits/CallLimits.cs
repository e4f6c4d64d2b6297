using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using BigPicture.Domain.Shared;

namespace BigPicture.Host.Edge.Limits;

/// <summary>
/// Rate limits for each API token, by kind of call, and for each address that shows none. A token is counted by its id and never by
/// address, so that a whole office behind one address is many callers.
/// </summary>
internal sealed class CallLimits(LimitOptions options, TimeProvider time)
{
    /// <summary>Beyond it, callers that are quiet are forgotten; a caller that is forgotten begins with a full burst, as it would have by now.</summary>
    private const int BucketsMax = 100_000;

    private readonly ConcurrentDictionary<ApiTokenId, TokenBucket> leaseCalls = new();
    private readonly ConcurrentDictionary<ApiTokenId, TokenBucket> otherCalls = new();
    private readonly ConcurrentDictionary<IPAddress, TokenBucket> anonymousCalls = new();

    /// <returns>The refusal, or null.</returns>
    public Denial? Take(ApiTokenId token, bool isLeaseCall) =>
        isLeaseCall
            ? Take(leaseCalls, token, options.LeaseCallsPerSecond, options.LeaseCallsBurst)
            : Take(otherCalls, token, options.OtherCallsPerSecond, options.OtherCallsBurst);

    public Denial? Take(IPAddress? address) =>
        Take(anonymousCalls, Network(address ?? IPAddress.None), options.AnonymousCallsPerSecond, options.AnonymousCallsBurst);

    private Denial? Take<TKey>(ConcurrentDictionary<TKey, TokenBucket> buckets, TKey key, int perSecond, int burst)
        where TKey : notnull
    {
        if (!buckets.TryGetValue(key, out var bucket))
        {
            ForgetQuiet(buckets);
            bucket = buckets.GetOrAdd(key, new TokenBucket(perSecond, burst, time));
        }
        var wait = bucket.Take();
        return wait == 0
            ? null
            : new Denial(DenialCode.RateLimited, $"More than {perSecond} calls a second.") { RetryAfterSeconds = (int)Math.Ceiling(wait) };
    }

    private static void ForgetQuiet<TKey>(ConcurrentDictionary<TKey, TokenBucket> buckets)
        where TKey : notnull
    {
        if (buckets.Count < BucketsMax)
            return;
        foreach (var (key, bucket) in buckets)
        {
            if (bucket.IsFull)
                buckets.TryRemove(key, out _);
        }
        // A flood from as many addresses as that leaves none quiet: all begin anew rather than fill the memory.
        if (buckets.Count >= BucketsMax)
            buckets.Clear();
    }

    /// <summary>One customer commands a whole /64 of IPv6.</summary>
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
