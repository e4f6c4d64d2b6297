using System.Collections.Frozen;
using System.Security.Cryptography;
using BigPicture.Protocol.Keys;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>
/// Keys whose secret half stands in public test vectors. Someone does paste them into a server, and everybody could then sign its
/// leases. The list holds SHA-256 of the public keys; a test makes it anew from the vectors.
/// </summary>
internal static class PublicVectorKeys
{
    private const string Resource = "public-vector-keys.txt";

    private static readonly FrozenSet<string> Hashes = Read();

    public static bool Contains(VerifyingKey key) => Hashes.Contains(HashOf(key.Bytes));

    public static IReadOnlyCollection<string> All => Hashes;

    public static string HashOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    private static FrozenSet<string> Read()
    {
        using var stream =
            typeof(PublicVectorKeys).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Where(line => !line.StartsWith('#')).ToFrozenSet(StringComparer.Ordinal);
    }
}
