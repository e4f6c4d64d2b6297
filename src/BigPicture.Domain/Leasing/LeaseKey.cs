using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Domain.Shared;

namespace BigPicture.Domain.Leasing;

/// <summary>
/// What makes two requests the same lease: entitlement, subject, machine and session, hashed to 128 bits. At most one live
/// lease has a given key, so a retry finds the lease that its first try took.
/// </summary>
public readonly record struct LeaseKey(Guid Value)
{
    public static LeaseKey Of(EntitlementId entitlement, Subject subject, string? machineId, string? sessionId)
    {
        Span<byte> head = stackalloc byte[17];
        entitlement.Value.TryWriteBytes(head, bigEndian: true, out _);
        head[16] = (byte)subject.Kind;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        Append(hash, subject.Id);
        Append(hash, machineId);
        Append(hash, sessionId);

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new LeaseKey(new Guid(digest[..16], bigEndian: true));
    }

    /// <summary>32 hexadecimal digits: how license types see the key.</summary>
    public override string ToString() => Value.ToString("N");

    // The length goes first, so that no two different triples hash the same text; -1 tells absent from empty.
    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text?.Length ?? -1);
        hash.AppendData(length);
        if (text is not null)
            hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
