using BigPicture.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Protocol.Keys;

public sealed class PaserkTests
{
    [Fact]
    public void Public_keys_are_spelled_as_the_vectors_say()
    {
        foreach (var test in Vectors.Tests("paserk/k4.public.json"))
        {
            if (test.MustFail())
            {
                Assert.Throws<ArgumentException>(() => PaserkText.FormatPublic(test.Hex("key")));
                continue;
            }
            Assert.Equal(test.Text("paserk"), PaserkText.FormatPublic(test.Hex("key")));
            Assert.True(PaserkText.TryParsePublic(test.Text("paserk"), out var key));
            Assert.Equal(test.Hex("key"), key);
        }
    }

    [Fact]
    public void Secret_keys_are_spelled_as_the_vectors_say()
    {
        foreach (var test in Vectors.Tests("paserk/k4.secret.json"))
        {
            if (test.MustFail())
            {
                Assert.Throws<ArgumentException>(() => PaserkText.FormatSecret(test.Hex("key")));
                continue;
            }
            Assert.Equal(test.Text("paserk"), PaserkText.FormatSecret(test.Hex("key")));
            Assert.True(PaserkText.TryParseSecret(test.Text("paserk"), out var key));
            Assert.Equal(test.Hex("key"), key);
        }
    }

    [Fact]
    public void Ids_of_public_keys_are_as_the_vectors_say()
    {
        foreach (var test in Vectors.Tests("paserk/k4.pid.json"))
        {
            if (test.MustFail())
                Assert.Throws<ArgumentException>(() => PaserkText.PublicId(test.Hex("key")));
            else
                Assert.Equal(test.Text("paserk"), PaserkText.PublicId(test.Hex("key")));
        }
    }

    [Fact]
    public void Ids_of_secret_keys_are_as_the_vectors_say()
    {
        foreach (var test in Vectors.Tests("paserk/k4.sid.json"))
        {
            if (test.MustFail())
                Assert.Throws<ArgumentException>(() => PaserkText.SecretId(test.Hex("key")));
            else
                Assert.Equal(test.Text("paserk"), PaserkText.SecretId(test.Hex("key")));
        }
    }

    [Fact]
    public void Every_other_type_and_version_is_refused()
    {
        var refused = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Vectors.Folder, "paserk"), "*.json"))
        {
            var type = Path.GetFileNameWithoutExtension(file);
            foreach (var test in Vectors.Tests(file))
            {
                if (!test.TryGetProperty("paserk", out var member) || member.GetString() is not { } paserk)
                    continue;
                Assert.True(type == "k4.public" || !PaserkText.TryParsePublic(paserk, out _), paserk);
                Assert.True(type == "k4.secret" || !PaserkText.TryParseSecret(paserk, out _), paserk);
                Assert.True(type == "k4.pid" || !PaserkText.IsPublicId(paserk), paserk);
                refused++;
            }
        }
        Assert.True(refused > 40, $"{refused} vectors were read");
    }

    [Theory]
    [InlineData("")]
    [InlineData("k4.public.")]
    [InlineData("K4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI")]
    [InlineData("k4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI=")]
    [InlineData("k4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaJ")]
    [InlineData(" k4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI")]
    [InlineData("k4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI\n")]
    [InlineData("k4.public.HrnbuwR8A/1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI")]
    [InlineData("k4.publicHrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI")]
    public void Another_spelling_of_a_key_is_refused(string paserk)
    {
        Assert.True(PaserkText.TryParsePublic("k4.public.HrnbuwR8A_1wYE4AcfCYfhaytr3XFiXBHwBBXQ4gsaI", out _));
        Assert.False(PaserkText.TryParsePublic(paserk, out _));
    }

    [Fact]
    public void A_secret_key_with_another_key_s_public_half_is_refused()
    {
        byte[] mixed = [.. Enumerable.Repeat((byte)1, 32), .. BouncyCastleSigner.Number(2).PublicKey.Bytes];
        Assert.Throws<ArgumentException>(() => PaserkText.FormatSecret(mixed));
        var text = "k4.secret." + BigPicture.Protocol.Text.Base64Url.Encode(mixed);
        Assert.False(PaserkText.TryParseSecret(text, out _));
    }
}
