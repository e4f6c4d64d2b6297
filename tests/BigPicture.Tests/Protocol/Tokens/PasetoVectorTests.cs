using System.Text;
using BigPicture.Protocol.Keys;
using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Protocol.Tokens;

public sealed class PasetoVectorTests
{
    [Fact]
    public void Public_tokens_of_version_4_verify_and_are_signed_alike()
    {
        var good = Vectors.Tests("paseto/v4.json").Where(test => test.Text("name").StartsWith("4-S-", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, good.Count);
        foreach (var test in good)
        {
            var payload = Encoding.UTF8.GetBytes(test.Text("payload"));
            var footer = Encoding.UTF8.GetBytes(test.Text("footer"));
            var assertion = Encoding.UTF8.GetBytes(test.Text("implicit-assertion"));
            Assert.True(VerifyingKey.TryCreate(test.Hex("public-key"), out var key));

            Assert.True(PublicToken.TryRead(test.Text("token"), out var token, out _));
            Assert.True(token.VerifiesWith(key, assertion));
            Assert.False(token.VerifiesWith(key, [.. assertion, 0]));
            Assert.Equal(payload, token.Payload.ToArray());
            Assert.Equal(footer, token.Footer.ToArray());

            var signer = new BouncyCastleSigner(test.Hex("secret-key-seed"));
            Assert.Equal(test.Text("token"), PublicToken.Sign(signer, payload, footer, assertion));
        }
    }

    [Fact]
    public void Tokens_that_must_fail_do()
    {
        var bad = Vectors.Tests("paseto/v4.json").Where(test => test.MustFail()).ToList();
        Assert.Equal(5, bad.Count);
        Assert.True(
            VerifyingKey.TryCreate(Vectors.Tests("paseto/v4.json").First(t => t.Text("name") == "4-S-1").Hex("public-key"), out var key)
        );
        foreach (var test in bad)
        {
            if (!PublicToken.TryRead(test.Text("token"), out var token, out var error))
            {
                Assert.NotEqual(LeaseTokenError.None, error);
                continue;
            }
            // A sound public token among them was made for a local key, so no public key verifies it.
            Assert.False(token.VerifiesWith(key, Encoding.UTF8.GetBytes(test.Text("implicit-assertion"))), test.Text("name"));
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("v3")]
    public void Every_token_of_another_version_is_refused_by_its_header(string version)
    {
        foreach (var test in Vectors.Tests($"paseto/{version}.json"))
        {
            var token = test.Text("token");
            // Some vectors of a version hold another version's token on purpose.
            if (token.StartsWith(PublicToken.Header, StringComparison.Ordinal))
                continue;
            Assert.False(PublicToken.TryRead(token, out _, out var error));
            Assert.Equal(LeaseTokenError.HeaderUnknown, error);
        }
    }

    [Fact]
    public void Local_tokens_are_refused_by_their_header()
    {
        var local = Vectors
            .Tests("paseto/v4.json")
            .Select(test => test.Text("token"))
            .Where(token => token.StartsWith("v4.local.", StringComparison.Ordinal));
        Assert.True(
            local.All(token => !PublicToken.TryRead(token, out _, out var error) && error == LeaseTokenError.HeaderUnknown),
            "a local token was read"
        );
    }

    [Fact]
    public void Pre_authentication_is_encoded_as_specified()
    {
        foreach (var test in Vectors.Tests("rfc/paseto-pae.json"))
        {
            byte[][] pieces =
            [
                .. test.GetProperty("pieces_hex").EnumerateArray().Select(piece => Convert.FromHexString(piece.GetString()!)),
            ];
            var expected = test.Hex("pae_hex");
            Assert.Equal(expected, PreAuthentication.Encode(pieces));
            if (pieces.Length == 4)
                Assert.Equal(expected, PreAuthentication.Encode(pieces[0], pieces[1], pieces[2], pieces[3]));
        }
    }
}
