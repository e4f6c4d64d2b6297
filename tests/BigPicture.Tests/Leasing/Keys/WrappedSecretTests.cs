using System.Text;
using BigPicture.Infrastructure.Leasing.Keys;
using BigPicture.Protocol.Keys;
using BigPicture.Tests.Protocol;
using BigPicture.Tests.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Leasing.Keys;

public sealed class WrappedSecretTests
{
    // The smallest cost that is taken: these tests are about the wrapping.
    private static readonly PasswordCost Cheap = new(MemoryBytes: 64 * 1024, Passes: 1);
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)9, 32), .. BouncyCastleSigner.Number(9).PublicKey.Bytes];
    private static readonly byte[] Password = "correct horse"u8.ToArray();

    [Fact]
    public void The_vectors_open_and_those_that_must_fail_do_not()
    {
        foreach (var test in Vectors.Tests("paserk/k4.secret-pw.json"))
        {
            var opened =
                WrappedSecret.TryParse(test.Text("paserk"), out var wrapped)
                & TryUnwrap(wrapped, Encoding.UTF8.GetBytes(test.Text("password")), out var secret);
            Assert.NotEqual(test.MustFail(), opened);
            if (!test.MustFail())
                Assert.Equal(test.Hex("unwrapped"), secret);
        }
    }

    [Fact]
    public void A_key_comes_back_under_its_password_only()
    {
        var text = WrappedSecret.Wrap(Secret, Password, Cheap, NativeArgon2id.Hash);
        Assert.True(WrappedSecret.TryParse(text, out var wrapped));
        Assert.Equal(Cheap, wrapped.Cost);
        Assert.True(wrapped.TryUnwrap(Password, NativeArgon2id.Hash, out var secret));
        Assert.Equal(Secret, secret);
        Assert.False(wrapped.TryUnwrap("Correct horse"u8.ToArray(), NativeArgon2id.Hash, out _));
    }

    [Fact]
    public void The_same_key_is_never_wrapped_alike_twice() =>
        Assert.NotEqual(
            WrappedSecret.Wrap(Secret, Password, Cheap, NativeArgon2id.Hash),
            WrappedSecret.Wrap(Secret, Password, Cheap, NativeArgon2id.Hash)
        );

    [Fact]
    public void No_change_of_a_byte_is_accepted()
    {
        const string header = "k4.secret-pw.";
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(
            WrappedSecret.Wrap(Secret, Password, Cheap, NativeArgon2id.Hash).AsSpan(header.Length)
        );
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            var text = header + System.Buffers.Text.Base64Url.EncodeToString(changed);
            Assert.False(
                WrappedSecret.TryParse(text, out var wrapped) && wrapped.TryUnwrap(Password, NativeArgon2id.Hash, out _),
                $"byte {i}"
            );
        }
    }

    [Theory]
    [InlineData(64 * 1024 - 1024, 1, 1)]
    [InlineData(1024L * 1024 * 1024 + 1024, 1, 1)]
    [InlineData(64 * 1024 + 1, 1, 1)]
    [InlineData(64 * 1024, 0, 1)]
    [InlineData(64 * 1024, 17, 1)]
    [InlineData(64 * 1024, 1, 2)]
    public void A_cost_out_of_its_limits_is_refused(long memoryBytes, int passes, int lanes) =>
        Assert.Throws<ArgumentException>(() =>
            WrappedSecret.Wrap(Secret, Password, new PasswordCost(memoryBytes, passes, lanes), NativeArgon2id.Hash)
        );

    private static bool TryUnwrap(WrappedSecret? wrapped, byte[] password, out byte[]? secret)
    {
        secret = null;
        return wrapped is not null && wrapped.TryUnwrap(password, NativeArgon2id.Hash, out secret);
    }
}
