using BigPicture.Domain.Edge;
using Xunit;

namespace BigPicture.Tests.Edge;

public sealed class ApiTokenSecretTests
{
    private const string Good = "bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"; // 32 bytes 00 01 … 1f

    [Fact]
    public void A_secret_is_a_prefix_and_32_random_bytes()
    {
        var secrets = Enumerable.Range(0, 200).Select(_ => ApiTokenSecret.New()).ToHashSet();

        Assert.Equal(200, secrets.Count);
        Assert.All(secrets, secret => Assert.True(ApiTokenSecret.IsWellFormed(secret), secret));
        Assert.True(ApiTokenSecret.IsWellFormed(Good));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bp_")]
    [InlineData("BP_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8A")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9")] // the same bytes, written otherwise
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdH+8")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd h8")]
    [InlineData("bp_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHhé")]
    public void Anything_else_is_none(string? text) => Assert.False(ApiTokenSecret.IsWellFormed(text));

    [Fact]
    public void Its_hash_is_the_SHA_256_of_its_text()
    {
        var hash = ApiTokenHash.Of(Good);

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Good)), hash.ToBytes());
        Assert.Equal(hash, ApiTokenHash.FromBytes(hash.ToBytes()));
        Assert.NotEqual(hash, ApiTokenHash.Of(Good[..^1] + "4"));
    }

    [Fact]
    public void Each_scope_has_its_word()
    {
        string[] words = ["license:read", "license:write", "admin:read", "admin:write", "telemetry:read", "audit:read", "sync"];

        Assert.Equal(words, Scopes.All.Words());
        Assert.Equal(Scopes.All, words.Aggregate(Scopes.None, (all, word) => all | ScopeWords.Parse(word)!.Value));
        Assert.All(
            Enum.GetValues<Scopes>().Where(scope => scope is not (Scopes.None or Scopes.All)),
            scope => Assert.Equal(scope, ScopeWords.Parse(Assert.Single(scope.Words())))
        );
        Assert.Null(ScopeWords.Parse("Sync"));
        Assert.Null(ScopeWords.Parse(null));
        Assert.Empty(Scopes.None.Words());
    }
}
