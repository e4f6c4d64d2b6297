using BigPicture.Protocol.Tokens;
using BigPicture.Tests.Protocol.Keys;
using Xunit;

namespace BigPicture.Tests.Protocol.Tokens;

public sealed class PublicTokenTests
{
    private static readonly BouncyCastleSigner Signer = BouncyCastleSigner.Number(1);
    private static readonly string Token = PublicToken.Sign(Signer, "{}"u8, "{\"kid\":\"a\"}"u8);

    public static TheoryData<string, LeaseTokenError> OtherSpellings =>
        new()
        {
            { "", LeaseTokenError.HeaderUnknown },
            { "v4.public", LeaseTokenError.HeaderUnknown },
            { "V4.public." + Token[10..], LeaseTokenError.HeaderUnknown },
            { " " + Token, LeaseTokenError.HeaderUnknown },
            { "v4.public.", LeaseTokenError.Malformed },
            { "v4.public.AAAA", LeaseTokenError.Malformed },
            { Token + "\n", LeaseTokenError.Malformed },
            { Token + "=", LeaseTokenError.Malformed },
            { Token + ".AAAA", LeaseTokenError.Malformed },
            { Token[..Token.LastIndexOf('.')] + ".", LeaseTokenError.Malformed },
            { Token.Replace(".public.", ".public. ", StringComparison.Ordinal), LeaseTokenError.Malformed },
            { new string('A', PublicToken.LengthMax + 1), LeaseTokenError.TooLong },
        };

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public void Another_spelling_is_refused_by_name(string text, LeaseTokenError error)
    {
        Assert.False(PublicToken.TryRead(text, out _, out var actual));
        Assert.Equal(error, actual);
    }

    [Fact]
    public void A_missing_token_is_refused()
    {
        Assert.False(PublicToken.TryRead(null, out _, out var error));
        Assert.Equal(LeaseTokenError.HeaderUnknown, error);
    }

    [Theory]
    [InlineData(12_216, true)]
    [InlineData(12_217, false)]
    public void The_longest_token_is_read_and_one_longer_is_not(int payloadLength, bool isRead)
    {
        var token = PublicToken.Sign(Signer, new byte[payloadLength]);
        Assert.Equal(isRead, token.Length <= PublicToken.LengthMax);
        Assert.Equal(isRead, PublicToken.TryRead(token, out _, out _));
    }

    [Fact]
    public void No_change_of_one_character_is_accepted()
    {
        for (var i = 0; i < Token.Length; i++)
        {
            foreach (var c in "AZaz09-_.= ")
            {
                if (Token[i] == c)
                    continue;
                var changed = Token[..i] + c + Token[(i + 1)..];
                var isAccepted = PublicToken.TryRead(changed, out var token, out _) && token.VerifiesWith(Signer.PublicKey);
                Assert.False(isAccepted, changed);
            }
        }
    }

    [Fact]
    public void Footer_and_implicit_assertion_are_signed()
    {
        Assert.True(PublicToken.TryRead(Token, out var token, out _));
        Assert.True(token.VerifiesWith(Signer.PublicKey));
        Assert.False(token.VerifiesWith(Signer.PublicKey, "x"u8));

        var body = Token[..Token.LastIndexOf('.')];
        Assert.True(PublicToken.TryRead(body, out var bare, out _));
        Assert.False(bare.VerifiesWith(Signer.PublicKey));
    }
}
