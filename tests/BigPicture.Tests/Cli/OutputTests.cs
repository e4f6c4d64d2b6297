using System.Text.Json.Nodes;
using BigPicture.Cli;
using Xunit;

namespace BigPicture.Tests.Cli;

public sealed class OutputTests
{
    private const string Tenants = """
        {"tenants":[{"tenant_id":"acme","name":"Acme","version":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z","later":"member"},
        {"tenant_id":"zürich","name":"Tab\there","version":2,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}],"next_cursor":"c2"}
        """;

    private const string LastTenants = """
        {"tenants":[{"tenant_id":"last","name":"Last","version":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}]}
        """;

    [Fact]
    public async Task A_list_that_is_piped_is_tab_separated_lines()
    {
        await using var server = new AnsweringServer().Replies(200, Tenants);

        var typed = await Typed.At(server, "tenant", "list");

        Assert.Equal(["acme\tAcme\t1\t2026-01-01T00:00:00Z", "zürich\tTab\\u0009here\t2\t2026-01-01T00:00:00Z"], typed.OutLines);
        Assert.Contains("--cursor c2", typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_on_a_terminal_is_a_table()
    {
        await using var server = new AnsweringServer().Replies(200, Tenants);

        var typed = await Typed.Line(["tenant", "list"], server.Url, Typed.Token, isTerminal: true, noColor: "1");

        Assert.Contains("tenant_id", typed.Out, StringComparison.Ordinal);
        Assert.Contains("zürich", typed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\t", typed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", typed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_in_a_table_is_never_broken_over_two_lines()
    {
        var id = new string('x', 120);
        await using var server = new AnsweringServer().Replies(200, Tenants.Replace("acme", id, StringComparison.Ordinal));

        var typed = await Typed.Line(["tenant", "list"], server.Url, Typed.Token, isTerminal: true);

        Assert.Contains(id, typed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_the_servers_own_shape_with_members_that_this_build_does_not_know()
    {
        await using var server = new AnsweringServer().Replies(200, Tenants);

        var typed = await Typed.At(server, "tenant", "list", "--json");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Tenants), JsonNode.Parse(typed.Out)), typed.Out);
        Assert.Contains("zürich", typed.Out, StringComparison.Ordinal);
        Assert.Empty(typed.Error);
    }

    [Fact]
    public async Task All_pages_are_one_list()
    {
        await using var server = new AnsweringServer().Replies(200, Tenants).Replies(200, LastTenants);

        var typed = await Typed.At(server, "tenant", "list", "--all", "--json", "--limit", "2");

        Assert.Equal(["acme", "zürich", "last"], JsonNode.Parse(typed.Out)!["tenants"]!.AsArray().Select(t => (string?)t!["tenant_id"]));
        Assert.Null(JsonNode.Parse(typed.Out)!["next_cursor"]);
        Assert.Equal(["GET /v1/tenants?limit=2", "GET /v1/tenants?limit=2&cursor=c2"], server.Asked.Select(a => a.Line));
    }

    [Fact]
    public async Task A_refusal_says_what_why_and_what_next()
    {
        const string details = """
            {"entitlement_id":"ent_1","pool":"seats","limit":3,"in_use":3,"next_seat_at":"2026-01-15T11:00:00Z",
            "trace":[{"rule":"entitlement_active","passed":true},{"rule":"seats","passed":false,"pool":"seats"}]}
            """;
        await using var server = new AnsweringServer().Refuses(409, "SEATS_EXHAUSTED", details);

        var typed = await Typed.At(server, "lease", "acquire", "--product", "cad-pro", "--json");

        Assert.Equal(ExitCode.Refused, typed.Code);
        Assert.Equal("SEATS_EXHAUSTED", (string?)JsonNode.Parse(typed.Out)!["code"]);
        Assert.Equal(
            """
            error: It says no. (SEATS_EXHAUSTED)
              entitlement: ent_1
              rule entitlement_active: passed
              rule seats (seats): failed
              pool seats: 3 of 3 in use
              next_seat_at: 2026-01-15T11:00:00Z
              request_id: r-1
            next: Try again at 2026-01-15T11:00:00Z, when a seat frees unless it is renewed, or see who holds the seats: bigpicture lease list --entitlement ent_1

            """.ReplaceLineEndings("\n"),
            typed.Error
        );
    }
}
