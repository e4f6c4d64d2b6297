using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BigPicture.Protocol.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;

namespace BigPicture.Protocol.Keys;

/// <summary>
/// PASERK <c>k4.secret-pw</c>: a secret key under a password (PASERK, operation "PBKW", versions 2 and 4): Argon2id, then XChaCha20
/// and BLAKE2b over everything. The cost stands in the text, so that a file says itself how to open it.
/// </summary>
public sealed class WrappedSecret
{
    private const string Header = "k4.secret-pw.";
    private const int SaltLength = 16;
    private const int CostLength = 16;
    private const int NonceLength = 24;
    private const int TagLength = 32;
    private const int HashLength = 32;
    private const int PreludeLength = SaltLength + CostLength + NonceLength;
    private const int Length = PreludeLength + PaserkText.SecretLength + TagLength;

    private readonly byte[] bytes;

    private WrappedSecret(byte[] bytes) => this.bytes = bytes;

    /// <summary>What opening costs.</summary>
    public PasswordCost Cost =>
        new(
            BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(SaltLength)),
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(SaltLength + 8)),
            BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(SaltLength + 12))
        );

    /// <summary>Reads a wrapped key; nothing is opened.</summary>
    /// <returns>Whether the text is <c>k4.secret-pw</c> at a cost within the limits of <see cref="PasswordCost"/>.</returns>
    public static bool TryParse(string? paserk, [NotNullWhen(true)] out WrappedSecret? wrapped)
    {
        wrapped = null;
        if (paserk is null || paserk.Length != Header.Length + Base64Url.EncodedLength(Length))
            return false;
        if (!paserk.StartsWith(Header, StringComparison.Ordinal) || !Base64Url.TryDecode(paserk.AsSpan(Header.Length), out var bytes))
            return false;
        var read = new WrappedSecret(bytes);
        if (!read.Cost.IsReasonable)
            return false;
        wrapped = read;
        return true;
    }

    /// <summary>Wraps a key under a fresh salt and nonce.</summary>
    /// <param name="secretKey">64 bytes: seed, then the public key that belongs to it.</param>
    /// <param name="password">The password's bytes.</param>
    /// <param name="cost">The work that a guess shall cost.</param>
    /// <param name="hash">Argon2id.</param>
    /// <exception cref="ArgumentException">The key is not 64 bytes, or the cost is out of its limits.</exception>
    public static string Wrap(byte[] secretKey, byte[] password, PasswordCost cost, PasswordHash hash)
    {
        if (secretKey.Length != PaserkText.SecretLength)
            throw new ArgumentException("A secret key has 64 bytes.", nameof(secretKey));
        if (!cost.IsReasonable)
            throw new ArgumentException("The cost is out of its limits.", nameof(cost));

        var bytes = new byte[Length];
        using (var random = RandomNumberGenerator.Create())
        {
            random.GetBytes(bytes, 0, SaltLength);
            random.GetBytes(bytes, SaltLength + CostLength, NonceLength);
        }
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(SaltLength), cost.MemoryBytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SaltLength + 8), cost.Passes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SaltLength + 12), cost.Lanes);

        var wrapped = new WrappedSecret(bytes);
        var preKey = wrapped.PreKey(password, hash);
        wrapped.Cipher(preKey, secretKey).CopyTo(bytes, PreludeLength);
        wrapped.Tag(preKey).CopyTo(bytes, Length - TagLength);
        return Header + Base64Url.Encode(bytes);
    }

    /// <summary>Opens the key.</summary>
    /// <returns>False when the password is another one or the text was changed: the two cannot be told apart.</returns>
    public bool TryUnwrap(byte[] password, PasswordHash hash, [NotNullWhen(true)] out byte[]? secretKey)
    {
        secretKey = null;
        var preKey = PreKey(password, hash);
        if (!Arrays.FixedTimeEquals(Tag(preKey), bytes.AsSpan(Length - TagLength).ToArray()))
            return false;
        secretKey = Cipher(preKey, bytes.AsSpan(PreludeLength, PaserkText.SecretLength).ToArray());
        return true;
    }

    private byte[] PreKey(byte[] password, PasswordHash hash) => hash(password, bytes.AsSpan(0, SaltLength).ToArray(), Cost);

    /// <summary>XChaCha20, which undoes itself.</summary>
    private byte[] Cipher(byte[] preKey, byte[] input)
    {
        var engine = new XChaCha20Engine();
        var nonce = bytes.AsSpan(SaltLength + CostLength, NonceLength).ToArray();
        engine.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(Derive(0xff, preKey)), nonce));
        var output = new byte[input.Length];
        engine.ProcessBytes(input, 0, input.Length, output, 0);
        return output;
    }

    /// <summary>BLAKE2b keyed, over the header and all that stands before the tag.</summary>
    private byte[] Tag(byte[] preKey)
    {
        var mac = new Blake2bDigest(Derive(0xfe, preKey), TagLength, null, null);
        var header = Encoding.ASCII.GetBytes(Header);
        mac.BlockUpdate(header, 0, header.Length);
        mac.BlockUpdate(bytes, 0, Length - TagLength);
        return Finish(mac, TagLength);
    }

    private static byte[] Derive(byte purpose, byte[] preKey)
    {
        var digest = new Blake2bDigest(HashLength * 8);
        digest.Update(purpose);
        digest.BlockUpdate(preKey, 0, preKey.Length);
        return Finish(digest, HashLength);
    }

    private static byte[] Finish(Blake2bDigest digest, int length)
    {
        var output = new byte[length];
        digest.DoFinal(output, 0);
        return output;
    }
}
