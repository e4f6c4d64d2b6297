using BigPicture.Protocol.Text;
using Org.BouncyCastle.Crypto.Digests;

namespace BigPicture.Protocol.Tokens;

/// <summary>The value of <c>sub</c>, and what binds a token to a machine.</summary>
public static class LeaseSubject
{
    private const string UserPrefix = "user:";
    private const string MachinePrefix = "machine:";
    private const string AssertionPrefix = "bigpicture.machine:";

    /// <summary><c>user:</c> and the user's id.</summary>
    public static string User(string userId) => UserPrefix + userId;

    /// <summary><c>machine:</c> and the machine's id; in a bound token the base64url of its SHA-256 instead, so that the token does not give the id away.</summary>
    /// <param name="machineId">1–128 characters.</param>
    /// <param name="bound">Whether the token is bound to the machine.</param>
    /// <exception cref="ArgumentException">The id holds a lone surrogate.</exception>
    public static string Machine(string machineId, bool bound)
    {
        if (!bound)
            return MachinePrefix + machineId;
        return MachinePrefix + Base64Url.Encode(Sha256(StrictUtf8.GetBytes(machineId)));
    }

    /// <summary>The implicit assertion of a lease token: empty, or for a bound one <c>bigpicture.machine:</c> and the machine's id.</summary>
    /// <exception cref="ArgumentException">The id holds a lone surrogate.</exception>
    public static byte[] Assertion(bool bound, string? machineId) =>
        bound ? StrictUtf8.GetBytes(AssertionPrefix + (machineId ?? throw new ArgumentNullException(nameof(machineId)))) : [];

    internal static bool IsWellFormed(string subject) => HasIdAfter(subject, UserPrefix) || HasIdAfter(subject, MachinePrefix);

    private static byte[] Sha256(byte[] input)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(input, 0, input.Length);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }

    private static bool HasIdAfter(string subject, string prefix) =>
        subject.Length > prefix.Length && subject.StartsWith(prefix, StringComparison.Ordinal);
}
