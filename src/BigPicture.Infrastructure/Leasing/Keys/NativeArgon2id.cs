using BigPicture.Protocol.Keys;
using NSec.Cryptography;

namespace BigPicture.Infrastructure.Leasing.Keys;

/// <summary>Argon2id by libsodium.</summary>
internal static class NativeArgon2id
{
    /// <summary>What a new key file costs to open: 64 MiB, three passes (RFC 9106 section 4, second recommendation); a fifth of a second.</summary>
    public static readonly PasswordCost Cost = new(MemoryBytes: 64 * 1024 * 1024, Passes: 3);

    private const int HashLength = 32;

    public static byte[] Hash(byte[] password, byte[] salt, PasswordCost cost)
    {
        var parameters = new Argon2Parameters
        {
            DegreeOfParallelism = cost.Lanes,
            MemorySize = cost.MemoryBytes / 1024,
            NumberOfPasses = cost.Passes,
        };
        return PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(password, salt, HashLength);
    }
}
