using BigPicture.IntegrationTests.Stories;

namespace BigPicture.IntegrationTests.Examples;

/// <summary>The examples as programs of their own: four times against a pool of three, killed and started again, revoked.</summary>
public sealed class ExampleTests(LocalStage stage) : IClassFixture<LocalStage>
{
    private const string Pool = """{"type":"concurrent","max_seats":3,"features":["export"],"lease_seconds":3600}""";

    [Theory]
    [InlineData("hello-lease")]
    [InlineData("worker")]
    public async Task The_fourth_is_refused_and_told_why(string example)
    {
        await using var book = await Storybook.Open(stage, Pool);
        using var programs = await ExamplePrograms.For(book);
        for (var n = 0; n < 3; n++)
            await programs.Start(example, n).Says("lease_");
        var fourth = programs.Start(example, 3);
        Assert.Equal(5, await fourth.Ended());
        Assert.Contains("All 3 seats", fourth.Text, StringComparison.Ordinal);
        Assert.Contains("SEATS_EXHAUSTED", fourth.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello-lease")]
    [InlineData("worker")]
    public async Task One_that_is_told_to_stop_gives_its_seat_back(string example)
    {
        await using var book = await Storybook.Open(stage, Pool);
        using var programs = await ExamplePrograms.For(book);
        var program = programs.Start(example, 0);
        await program.Says("lease_");
        program.Signal("TERM");
        Assert.Equal(0, await program.Ended());
        Assert.Empty(await programs.Leases());
    }

    [Theory]
    [InlineData("hello-lease")]
    [InlineData("worker")]
    public async Task One_that_was_killed_and_is_started_again_has_the_same_seat(string example)
    {
        await using var book = await Storybook.Open(stage, Pool);
        using var programs = await ExamplePrograms.For(book);
        var first = programs.Start(example, 0);
        await first.Says("lease_");
        var lease = Assert.Single(await programs.Leases());
        first.Signal("KILL");
        await first.Ended();
        await programs.Start(example, 0).Says(lease);
        Assert.Equal([lease], await programs.Leases());
    }

    [Theory]
    [InlineData("hello-lease")]
    [InlineData("worker")]
    public async Task One_whose_lease_is_revoked_ends(string example)
    {
        await using var book = await Storybook.Open(stage, Pool);
        using var programs = await ExamplePrograms.For(book);
        var program = programs.Start(example, 0);
        await program.Says("lease_");
        await book.Admin.Post($"/v1/leases/{Assert.Single(await programs.Leases())}/revoke", """{"reason":"left"}""");
        // The server's time stands still unless it is told to go on.
        var ended = program.Ended();
        while (!ended.IsCompleted)
        {
            book.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(ended, Task.Delay(100, TestContext.Current.CancellationToken));
        }
        Assert.Equal(6, await ended);
        Assert.Contains("LEASE_REVOKED", program.Text, StringComparison.Ordinal);
    }
}
