using BigPicture.Protocol.Text;
using CsCheck;
using Xunit;

namespace BigPicture.Tests.Protocol.Text;

public sealed class Base64UrlTests
{
    [Fact]
    public void Bytes_come_back() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(bytes =>
            {
                var text = Base64Url.Encode(bytes);
                Assert.Equal(Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'), text);
                Assert.True(Base64Url.TryDecode(text, out var decoded));
                Assert.Equal(bytes, decoded);
            });

    [Fact]
    public void Whatever_is_read_is_written_the_same_way() =>
        Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n."]
            .Array[0, 12]
            .Sample(characters =>
            {
                var text = new string(characters);
                if (Base64Url.TryDecode(text, out var bytes))
                    Assert.Equal(text, Base64Url.Encode(bytes));
            });

    [Theory]
    [InlineData("A")]
    [InlineData("AB")]
    [InlineData("AAB")]
    [InlineData("AA==")]
    [InlineData("AAA=")]
    [InlineData("AA AA")]
    [InlineData("AAAA\n")]
    [InlineData(" AAAA")]
    [InlineData("AA+A")]
    [InlineData("AA/A")]
    [InlineData("AAAÀ")]
    [InlineData("AAAA.")]
    public void Another_spelling_is_refused(string text) => Assert.False(Base64Url.TryDecode(text, out _));

    [Fact]
    public void Of_the_last_characters_that_decode_alike_one_is_taken()
    {
        var taken = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".Count(c => Base64Url.TryDecode("A" + c, out _));
        Assert.Equal(4, taken);
    }
}
