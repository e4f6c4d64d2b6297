namespace BigPicture.Protocol.Keys;

/// <summary>Argon2id (RFC 9106) with 32 bytes of output. Handed in, so that a server takes its native library and others need none.</summary>
/// <param name="password">The password's bytes.</param>
/// <param name="salt">16 bytes.</param>
/// <param name="cost">How much work to spend.</param>
public delegate byte[] PasswordHash(byte[] password, byte[] salt, PasswordCost cost);

/// <summary>The work that one guess of a password costs.</summary>
/// <param name="MemoryBytes">Memory, a multiple of 1,024; 64 KiB to 1 GiB.</param>
/// <param name="Passes">Passes over that memory, 1–16.</param>
/// <param name="Lanes">Lanes in parallel; libraries that have one lane only are the rule, so 1.</param>
public readonly record struct PasswordCost(long MemoryBytes, int Passes, int Lanes = 1)
{
    private const long MemoryBytesMin = 64 * 1024;
    private const long MemoryBytesMax = 1024 * 1024 * 1024;
    private const int PassesMax = 16;

    internal bool IsReasonable =>
        MemoryBytes is >= MemoryBytesMin and <= MemoryBytesMax && MemoryBytes % 1024 == 0 && Passes is >= 1 and <= PassesMax && Lanes == 1;
}
