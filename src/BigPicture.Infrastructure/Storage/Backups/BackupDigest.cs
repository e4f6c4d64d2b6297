using System.Security.Cryptography;
using System.Text;

namespace BigPicture.Infrastructure.Storage.Backups;

/// <summary>
/// The archive's last entry: the SHA-256 of all its bytes, taken while the digest's own place held zeros. So a byte that changed anywhere
/// is found, in headers and padding too.
/// </summary>
internal static class BackupDigest
{
    public const string FileName = "archive.sha256";

    private const int Length = 64;
    private const int ChunkBytes = 256 * 1024;

    /// <summary>A tar ends with its last entry's one block and two empty ones.</summary>
    private const int FromEnd = 3 * 512;

    /// <summary>What stands in its place until the archive is whole.</summary>
    public static byte[] Blank { get; } = Encoding.ASCII.GetBytes(new string('0', Length));

    /// <param name="archive">Whole, with <see cref="Blank"/> as its last entry.</param>
    public static void Stamp(FileStream archive)
    {
        var digest = Of(archive, new Silence(), CancellationToken.None);
        archive.Position = archive.Length - FromEnd;
        archive.Write(Encoding.ASCII.GetBytes(digest));
    }

    /// <exception cref="DatabaseDamagedException">A byte is not the one that was written, or some are missing.</exception>
    public static void Check(FileStream archive, IProgress<double> progress, CancellationToken cancel)
    {
        if (archive.Length < FromEnd)
            throw new DatabaseDamagedException("It is no backup: it is too short.");
        var stamped = new byte[Length];
        archive.Position = archive.Length - FromEnd;
        archive.ReadExactly(stamped);
        if (Encoding.ASCII.GetString(stamped) != Of(archive, progress, cancel))
            throw new DatabaseDamagedException("It is not what was written: a byte has changed, or it is cut off, or it is no backup.");
        archive.Position = 0;
    }

    private static string Of(FileStream archive, IProgress<double> progress, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        archive.Position = 0;
        var before = archive.Length - FromEnd;
        var chunk = new byte[ChunkBytes];
        for (var left = before; left > 0; )
        {
            cancel.ThrowIfCancellationRequested();
            var read = archive.Read(chunk, 0, (int)Math.Min(left, chunk.Length));
            hash.AppendData(chunk, 0, read);
            left -= read;
            progress.Report(1 - (double)left / before);
        }
        hash.AppendData(Blank);
        archive.Position += Length;
        for (int read; (read = archive.Read(chunk)) > 0; )
            hash.AppendData(chunk, 0, read);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Silence : IProgress<double>
    {
        public void Report(double value) { }
    }
}
