using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Shared;

public sealed class TextTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(199, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    [InlineData(0, false)]
    public void Length_is_held_below_at_and_above_the_limit(int length, bool fits) =>
        Assert.Equal(fits, Text.Problem(new string('x', length), charactersMax: 200) is null);

    [Fact]
    public void A_character_outside_the_basic_plane_counts_once()
    {
        Assert.Null(Text.Problem(string.Concat(Enumerable.Repeat("😀", 200)), charactersMax: 200));
        Assert.NotNull(Text.Problem(string.Concat(Enumerable.Repeat("😀", 201)), charactersMax: 200));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    public void Control_characters_are_refused(string text) =>
        Assert.Contains("control", Text.Problem(text, 200), StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Assert.Contains("Unicode", Text.Problem("a\ud83d", 200), StringComparison.Ordinal);
        Assert.Contains("Unicode", Text.Problem("\ude00a", 200), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("0")]
    [InlineData("cad-pro_2.x")]
    public void Operators_names_are_taken(string name) => Assert.Null(Text.OperatorNameProblem(name));

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("_vendor")]
    [InlineData("-acme")]
    [InlineData(".acme")]
    [InlineData("ac me")]
    [InlineData("acmé")]
    [InlineData("acme\n")]
    [InlineData("acme/x")]
    public void Other_names_are_refused(string name) => Assert.NotNull(Text.OperatorNameProblem(name));

    [Fact]
    public void An_operators_name_is_64_characters_at_most()
    {
        Assert.Null(Text.OperatorNameProblem(new string('a', 64)));
        Assert.NotNull(Text.OperatorNameProblem(new string('a', 65)));
    }
}
