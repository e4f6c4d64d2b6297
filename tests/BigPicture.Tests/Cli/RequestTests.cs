using System.Text.Json.Nodes;
using BigPicture.Cli;
using Xunit;

namespace BigPicture.Tests.Cli;

public sealed class RequestTests
{
    private const string Lease = """
        {"lease_id":"lease_1","token":"v4.public.abc","status":"active","entitlement_id":"ent_1","tenant_id":"acme","product_id":"cad-pro",
        "license_type":"concurrent","subject_type":"user","subject_id":"alice","features":["export","render"],"overdraft":false,"generation":1,
        "issued_at":"2026-01-15T10:00:00Z","expires_at":"2026-01-15T11:00:00Z","renew_after":"2026-01-15T10:36:00Z","server_time":"2026-01-15T10:00:00Z"}
        """;

    private const string Entitlement = """
        {"entitlement_id":"ent_1","tenant_id":"acme","product_id":"cad-pro","policy_json":{"type":"concurrent","max_seats":3,"plug_in_key":7},
        "starts_at":"2026-01-01T00:00:00Z","auto_renew":false,"status":"active","version":4,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
        """;

    [Fact]
    public async Task A_lease_is_by_default_for_this_user_on_this_machine_in_a_new_session()
    {
        await using var server = new AnsweringServer().Replies(201, Lease).Replies(201, Lease);

        await Typed.At(server, "lease", "acquire", "--product", "cad-pro");
        await Typed.At(server, "lease", "acquire", "--product", "cad-pro");

        Assert.Equal("POST /v1/license/lease", server.Asked[0].Line);
        Assert.Equal("Bearer " + Typed.Token, server.Asked[0].Authorization);
        var body = JsonNode.Parse(server.Asked[0].Body)!;
        Assert.Equal(
            ("cad-pro", "user", "alice", "desk-7"),
            ((string?)body["product_id"], (string?)body["subject_type"], (string?)body["subject_id"], (string?)body["machine_id"])
        );
        Assert.Equal(["product_id", "subject_type", "subject_id", "machine_id", "session_id"], body.AsObject().Select(m => m.Key));
        Assert.NotEqual((string?)body["session_id"], (string?)JsonNode.Parse(server.Asked[1].Body)!["session_id"]);
    }

    [Fact]
    public async Task A_lease_for_somebody_who_is_named_says_nothing_of_this_machine()
    {
        await using var server = new AnsweringServer().Replies(201, Lease);

        var typed = await Typed.At(
            server,
            [
                "lease",
                "acquire",
                "--product",
                "cad-pro",
                "--user",
                "bob",
                "--session",
                "s",
                "--feature",
                "a,b",
                "--feature",
                "c",
                "--duration",
                "60",
            ]
        );

        const string expected = """
            {"product_id":"cad-pro","subject_type":"user","subject_id":"bob","session_id":"s","features":["a","b","c"],"duration":60}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(server.Asked[0].Body)), server.Asked[0].Body);
        Assert.Contains("features\texport,render", typed.OutLines);
        Assert.Contains("token\tv4.public.abc", typed.OutLines);
    }

    [Theory]
    [InlineData("  v4.public.abc \n")]
    [InlineData("{\"lease_id\":\"lease_1\",\"token\":\"v4.public.abc\"}")]
    [InlineData("lease_id\tlease_1\ntoken\tv4.public.abc\n")]
    [InlineData("lease_id  lease_1\ntoken     v4.public.abc\n")]
    public async Task What_acquire_printed_can_be_piped_into_release(string stdin)
    {
        await using var server = new AnsweringServer().Replies(
            200,
            """{"lease_id":"lease_1","status":"released","released_at":"2026-01-15T10:00:00Z"}"""
        );

        var typed = await Typed.Line(["lease", "release", "-"], server.Url, Typed.Token, stdin);

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal("""{"token":"v4.public.abc"}""", server.Asked[0].Body);
    }

    [Fact]
    public async Task Changing_one_key_of_a_policy_keeps_the_others_and_refuses_to_overwrite_somebody_elses_change()
    {
        await using var server = new AnsweringServer().Replies(200, Entitlement, "\"4\"").Replies(200, Entitlement, "\"5\"");

        await Typed.At(server, "entitlement", "update", "ent_1", "--max-seats", "5", "--perpetual");

        const string expected = """{"policy_json":{"type":"concurrent","max_seats":5,"plug_in_key":7},"ends_at":null}""";
        Assert.Equal("PUT /v1/entitlements/ent_1", server.Asked[1].Line);
        Assert.Equal("\"4\"", server.Asked[1].IfMatch);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(server.Asked[1].Body)), server.Asked[1].Body);
    }

    [Theory]
    [InlineData("globex")]
    [InlineData("--id", "globex")]
    public async Task A_new_id_may_be_given_either_way(params string[] id)
    {
        await using var server = new AnsweringServer().Replies(
            201,
            """{"tenant_id":"globex","name":"Globex","version":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"""
        );

        var typed = await Typed.At(server, ["tenant", "create", .. id, "--name", "Globex"]);

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal("""{"tenant_id":"globex","name":"Globex"}""", server.Asked[0].Body);
    }

    [Fact]
    public async Task A_policy_is_told_key_by_key()
    {
        await using var server = new AnsweringServer().Replies(201, Entitlement);

        await Typed.At(
            server,
            [
                .. "entitlement create --tenant acme --product p --type concurrent --seats 10 --feature a --feature b,c".Split(' '),
                .. "--feature-seats a=2,b=1 --lease-seconds 600 --bind machine --hold-revoked-seats --usage-signals false".Split(' '),
            ]
        );

        const string expected = """
            {"tenant_id":"acme","product_id":"p","policy_json":{"type":"concurrent","bind":"machine","max_seats":10,"lease_seconds":600,
            "hold_revoked_seats":true,"usage_signals":false,"features":["a","b","c"],"feature_seats":{"a":2,"b":1}}}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(server.Asked[0].Body)), server.Asked[0].Body);
    }

    [Fact]
    public async Task Ids_never_become_part_of_a_path()
    {
        await using var server = new AnsweringServer().Refuses(404, "NOT_FOUND");

        await Typed.At(server, "tenant", "show", "a/../b?c=d&e");

        Assert.Equal("GET /v1/tenants/a%2F..%2Fb%3Fc%3Dd%26e", server.Asked[0].Line);
    }
}
