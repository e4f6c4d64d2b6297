using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Application.Leasing;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// The last tokens that this server signed, by SHA-256 of their text: a token among them needs no signature check. A bounded memory,
/// never a record: what is not in it is verified.
/// </summary>
internal sealed class RecentTokens(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Fingerprint, PresentedLease> known = new(capacity);
    private readonly Fingerprint[] inOrder = new Fingerprint[capacity];
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
            known.Add(fingerprint, lease);
        }
    }

    public bool TryGet(string token, [NotNullWhen(true)] out PresentedLease? lease)
    {
        var fingerprint = Fingerprint.Of(token);
        lock (gate)
            return known.TryGetValue(fingerprint, out lease);
    }

    private readonly record struct Fingerprint(UInt128 High, UInt128 Low)
    {
        public static Fingerprint Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            var utf8 = Encoding.UTF8.GetBytes(token);
            SHA256.HashData(utf8, hash);
            return new Fingerprint(BinaryPrimitives.ReadUInt128LittleEndian(hash), BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
        }
    }
}
