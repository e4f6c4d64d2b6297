using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Leasing;
using BigPicture.Domain.Shared;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// The last tokens that this server signed, by SHA-256 of their text: a token among them needs no signature check. A bounded memory,
/// never a record: what is not in it is verified. It holds no objects, so that the collector, which runs many times a second under
/// load, has nothing to follow in it.
/// </summary>
internal sealed class RecentTokens(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Fingerprint, Known> known = new(capacity);
    private readonly Fingerprint[] inOrder = new Fingerprint[capacity];
    private readonly List<Names> names = [];
    private readonly Dictionary<Names, int> numbers = [];
    private int next;

    public void Add(string token, PresentedLease lease)
    {
        var fingerprint = Fingerprint.Of(token);
        lock (gate)
        {
            if (known.ContainsKey(fingerprint))
                return;
            if (known.Count == capacity)
                known.Remove(inOrder[next]);
            inOrder[next] = fingerprint;
            next = (next + 1) % capacity;
            known.Add(
                fingerprint,
                new Known(NumberOf(new Names(lease.Tenant, lease.Product)), lease.Entitlement, lease.Lease, lease.Generation)
            );
        }
    }

    public bool TryGet(string token, [NotNullWhen(true)] out PresentedLease? lease)
    {
        var fingerprint = Fingerprint.Of(token);
        lock (gate)
            lease = known.TryGetValue(fingerprint, out var found)
                ? new PresentedLease(
                    names[found.Names].Tenant,
                    names[found.Names].Product,
                    found.Entitlement,
                    found.Lease,
                    found.Generation
                )
                : null;
        return lease is not null;
    }

    // As many as there are tenants with products: only what this server signed comes here.
    private int NumberOf(Names pair)
    {
        if (numbers.TryGetValue(pair, out var number))
            return number;
        number = names.Count;
        names.Add(pair);
        numbers.Add(pair, number);
        return number;
    }

    private readonly record struct Names(TenantId Tenant, ProductId Product);

    /// <param name="Names">The number of the tenant's and product's names.</param>
    private readonly record struct Known(int Names, EntitlementId Entitlement, LeaseId Lease, int Generation);

    private readonly record struct Fingerprint(UInt128 High, UInt128 Low)
    {
        public static Fingerprint Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
            SHA256.HashData(utf8.AsSpan(0, Encoding.UTF8.GetBytes(token, utf8)), hash);
            ArrayPool<byte>.Shared.Return(utf8);
            return new Fingerprint(BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
