using BigPicture.Application.Edge;
using BigPicture.Domain.Edge;
using BigPicture.Domain.Shared;
using Xunit;

namespace BigPicture.Tests.Edge;

public sealed class ApiTokenUsesTests
{
    private static readonly Instant Minute = new(1_768_471_200);

    private readonly ApiTokenUses uses = new();

    [Fact]
    public void What_is_used_while_it_is_written_down_waits_for_the_next_time()
    {
        var token = Token(1);
        uses.Note(token, Minute + 59);
        var written = uses.Waiting(10);
        uses.Note(token, Minute + 60);

        uses.Forget(written);

        Assert.Equal([Minute + 60], uses.Waiting(10).Select(use => use.At));
    }

    [Fact]
    public void A_clock_that_went_back_takes_nothing_back()
    {
        var token = Token(1);
        uses.Note(token, Minute + 60);
        uses.Note(token, Minute);

        Assert.Equal([Minute + 60], uses.Waiting(10).Select(use => use.At));
    }

    [Fact]
    public void It_never_holds_more_than_it_may()
    {
        for (var i = 0; i < ApiTokenUses.WaitingMax + 10; i++)
            uses.Note(Token(i), Minute);
        uses.Note(Token(0), Minute + 60); // one that waits already goes on

        Assert.Equal(ApiTokenUses.WaitingMax, uses.Waiting(int.MaxValue).Count);
        Assert.Single(uses.Waiting(int.MaxValue), use => use.At == Minute + 60);
        Assert.Equal(5, uses.Waiting(5).Count);
    }

    private static ApiToken Token(int number) =>
        ApiToken
            .Create(
                new ApiTokenId(new Guid(number, 0, 0, new byte[8])),
                new ApiTokenDraft("x", Scopes.Sync),
                new ApiTokenHash(0, (UInt128)number),
                Minute
            )
            .Value;
}
