using System.Text.Json;
using BigPicture.Cli;
using Xunit;

namespace BigPicture.Tests.Cli;

/// <summary><c>status</c>: one look at a server, with or without a token.</summary>
public sealed class StatusTests
{
    private const string Alive = """{"status":"alive","version":"1.2.3"}""";
    private const string Ready = """{"status":"ready","checks":["clock","database"],"version":"1.2.3"}""";
    private const string Keys = """{"api_revision":1,"roots":[],"certificates":[]}""";
    private const string Leases = """{"leases":[]}""";
    private const string Entitlements =
        """{"entitlements":[{"entitlement_id":"ent_1","tenant_id":"acme","product_id":"cad-pro","policy_json":{"type":"concurrent","max_seats":3},"starts_at":"2026-01-01T00:00:00Z","auto_renew":false,"status":"active","version":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}]}""";

    [Fact]
    public async Task A_server_that_is_well_says_what_is_in_use()
    {
        await using var server = new AnsweringServer()
            .Replies(200, Alive)
            .Replies(200, Ready)
            .Replies(200, Keys)
            .Replies(200, Leases)
            .Replies(200, Entitlements);

        var typed = await Typed.At(server, "status", "--json");

        Assert.Equal(ExitCode.Ok, typed.Code);
        var json = JsonElement.Parse(typed.Out);
        Assert.True(json.GetProperty("ready").GetBoolean());
        Assert.Equal("1.2.3", json.GetProperty("version").GetString());
        Assert.Equal(3, json.GetProperty("entitlements")[0].GetProperty("max_seats").GetInt32());
        Assert.Equal(0, json.GetProperty("entitlements")[0].GetProperty("live_leases").GetInt32());
    }

    [Fact]
    public async Task Without_a_token_health_is_shown_and_nothing_more_is_asked()
    {
        await using var server = new AnsweringServer().Replies(200, Alive).Replies(200, Ready).Replies(200, Keys);

        var typed = await Typed.Line(["status"], server.Url);

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Contains("ready\tyes", typed.OutLines);
        Assert.Contains("version\t1.2.3", typed.OutLines);
        Assert.Equal(["GET /livez", "GET /readyz", "GET /v1/license/keys"], server.Asked.Select(asked => asked.Line));
        Assert.All(server.Asked, asked => Assert.Null(asked.Authorization));
    }

    [Fact]
    public async Task A_server_that_is_not_ready_says_why_and_the_command_fails()
    {
        await using var server = new AnsweringServer()
            .Replies(200, Alive)
            .Refuses(503, "UNAVAILABLE", """{"errors":[{"field":"clock","message":"was set back"}]}""")
            .Replies(200, Keys);

        var typed = await Typed.Line(["status"], server.Url);

        Assert.Equal(ExitCode.Failure, typed.Code);
        Assert.Contains("ready\tno", typed.OutLines);
        Assert.Contains("clock\twas set back", typed.OutLines);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_unreachable() =>
        Assert.Equal(ExitCode.Unreachable, (await Typed.Line(["status"], "http://127.0.0.1:1")).Code);
}
