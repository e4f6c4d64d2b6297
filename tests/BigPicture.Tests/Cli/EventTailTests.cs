using BigPicture.Cli;
using Xunit;

namespace BigPicture.Tests.Cli;

/// <summary><c>events tail</c>: from a position on, or from near the end; a server that goes away comes back.</summary>
public sealed class EventTailTests
{
    private const string Refusal = """{"errors":[]}""";

    [Fact]
    public async Task It_begins_near_the_end_and_prints_one_line_an_event()
    {
        await using var server = new AnsweringServer().Replies(200, Page(40)).Replies(200, Page(40, 38, 39, 40));

        var typed = await Typed.At(server, "events", "tail", "--last", "3", "--json");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal(3, typed.OutLines.Length);
        Assert.All(typed.OutLines, line => Assert.StartsWith("{\"specversion\":\"1.0\"", line, StringComparison.Ordinal));
        Assert.Equal("GET /v1/events?limit=200&after=37", server.Asked[1].Line);
    }

    [Fact]
    public async Task Its_filter_goes_to_the_server()
    {
        await using var server = new AnsweringServer().Replies(200, Page(7, 7));

        var typed = await Typed.At(server, "events", "tail", "--after", "5", "--type", "bigpicture.license.issued", "--tenant", "acme");

        Assert.Equal("GET /v1/events?types=bigpicture.license.issued&tenant_id=acme&limit=200&after=5", server.Asked[0].Line);
        Assert.StartsWith("7\t", typed.OutLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_it_outlives_a_server_that_is_away_for_a_while()
    {
        await using var server = new AnsweringServer()
            .Replies(200, Page(1, 1))
            .Refuses(503, "UNAVAILABLE", Refusal)
            .Replies(200, Page(2, 2))
            .Refuses(401, "UNAUTHORIZED");

        var typed = await Typed.Line(["events", "tail", "--follow", "--after", "0"], server.Url, Typed.Token, clock: TimeProvider.System);

        Assert.Equal(ExitCode.Authentication, typed.Code); // What does not pass by itself ends it.
        Assert.Equal(["1", "2"], typed.OutLines.Select(line => line.Split('\t')[0]));
        Assert.Contains("trying again from position 1", typed.Error, StringComparison.Ordinal);
        Assert.EndsWith("after=1", server.Asked[2].Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_was_never_there_is_not_waited_for() =>
        Assert.Equal(
            ExitCode.Unreachable,
            (await Typed.Line(["events", "tail", "--follow"], "http://127.0.0.1:1", Typed.Token, clock: TimeProvider.System)).Code
        );

    private static string Page(long next, params long[] positions)
    {
        var events = positions.Select(position =>
            $$"""{"specversion":"1.0","id":"evt_{{position}}","source":"x","type":"bigpicture.license.issued","time":"2026-01-15T10:00:00Z","position":{{position}},"data":{ } }"""
        );
        return $$"""{"events":[{{string.Join(',', events)}}],"next_after":{{next}}}""";
    }
}
