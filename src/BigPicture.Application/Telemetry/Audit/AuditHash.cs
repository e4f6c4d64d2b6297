using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BigPicture.Application.Telemetry.Audit;

/// <summary>
/// What a chain is made of: SHA-256 over every field with its length before it, so that no two records give the same bytes. Each hash begins
/// with its own purpose, so that none can stand for another.
/// </summary>
public static class AuditHash
{
    public const int Length = SHA256.HashSizeInBytes;
    public const int SaltLength = 16;

    private static ReadOnlySpan<byte> OfLink => "bigpicture.audit.link.v1\n"u8;

    private static ReadOnlySpan<byte> OfPerson => "bigpicture.audit.person.v1\n"u8;

    private static ReadOnlySpan<byte> OfHead => "bigpicture.audit.head.v1\n"u8;

    /// <summary>The hash of a link, whatever it holds as such.</summary>
    public static byte[] Of(ReadOnlySpan<byte> previous, AuditRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(OfLink);
        hash.AppendData(previous);
        Add(hash, row.Tenant.Value);
        Add(hash, row.Number);
        Add(hash, row.At.UnixSeconds);
        Add(hash, row.Act);
        Add(hash, row.Subject);
        Add(hash, row.TokenId);
        Add(hash, row.Address);
        Add(hash, row.RequestId);
        Add(hash, row.Before);
        Add(hash, row.After);
        hash.AppendData(row.PersonHash ?? []);
        return hash.GetHashAndReset();
    }

    public static byte[] OfPersonal(ReadOnlySpan<byte> salt, string data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(OfPerson);
        hash.AppendData(salt);
        Add(hash, data);
        return hash.GetHashAndReset();
    }

    /// <summary>What the seal of a head signs: no token begins so.</summary>
    public static byte[] Sealed(AuditHead head)
    {
        var text = FormattableString.Invariant(
            $"{head.Tenant}\n{head.Number}\n{Convert.ToHexStringLower(head.Hash)}\n{head.LastAt.UnixSeconds}\n{head.PurgedNumber}\n{Convert.ToHexStringLower(head.PurgedHash)}\n"
        );
        return [.. OfHead, .. Encoding.UTF8.GetBytes(text)];
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Add(hash, -1);
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
