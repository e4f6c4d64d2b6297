using BigPicture.Cli;
using BigPicture.Protocol.Text;
using Xunit;

namespace BigPicture.Tests.Cli;

/// <summary><c>lease hold</c>: a program lives as long as its lease, and the lease as long as the program.</summary>
public sealed class HoldTests
{
    private const string Take = "POST /v1/license/lease";
    private const string Renew = "POST /v1/license/lease/renew";
    private const string Release = "POST /v1/license/lease/release";

    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task It_is_taken_before_and_given_back_after_and_the_code_is_the_program_s()
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 100, ends: 200)).Replies(200, Released);

        var typed = await Hold(server, "sh", "-c", "exit 42");

        Assert.Equal(42, (int)typed.Code);
        Assert.Equal([Take, Release], server.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task The_program_is_told_its_lease()
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 100, ends: 200)).Replies(200, Released);

        var typed = await Hold(server, "sh", "-c", "test \"$BIGPICTURE_LEASE\" = v4.public.token -a \"$BIGPICTURE_LEASE_ID\" = lease_1");

        Assert.Equal(ExitCode.Ok, typed.Code);
    }

    [Fact]
    public async Task It_is_renewed_when_the_server_said_to()
    {
        await using var server = new AnsweringServer()
            .Replies(201, Lease(renewAfter: 1, ends: 60))
            .Replies(200, Lease(renewAfter: 100, ends: 200))
            .Replies(200, Released);

        var typed = await Hold(server, "sleep", "2.5");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal([Take, Renew, Release], server.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task Without_a_lease_nothing_is_started()
    {
        var trace = Path.GetTempFileName();
        File.Delete(trace);
        await using var server = new AnsweringServer().Refuses(409, "SEATS_EXHAUSTED");

        var typed = await Hold(server, "touch", trace);

        Assert.Equal(ExitCode.Refused, typed.Code);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("/no/such/program", 127)]
    [InlineData("/etc/hostname", 126)]
    public async Task A_program_that_cannot_be_started_gives_the_lease_back(string program, int code)
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 100, ends: 200)).Replies(200, Released);

        var typed = await Hold(server, program);

        Assert.Equal(code, (int)typed.Code);
        Assert.Equal([Take, Release], server.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task A_lease_that_is_revoked_stops_the_program()
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 1, ends: 60)).Refuses(410, "LEASE_REVOKED");

        var typed = await Hold(server, "sleep", "60");

        Assert.Equal(128 + 15, (int)typed.Code);
        Assert.Contains("lease_1 is lost", typed.Error, StringComparison.Ordinal);
        Assert.Equal([Take, Renew], server.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task A_lease_that_ran_out_unseen_is_taken_anew()
    {
        await using var server = new AnsweringServer()
            .Replies(201, Lease(renewAfter: 1, ends: 60))
            .Refuses(410, "LEASE_EXPIRED")
            .Replies(201, Lease(renewAfter: 100, ends: 200))
            .Replies(200, Released);

        var typed = await Hold(server, "sleep", "2.5");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Equal([Take, Renew, Take, Release], server.Asked.Select(asked => asked.Line));
        Assert.Equal(server.Asked[0].Body, server.Asked[2].Body); // The same session.
    }

    [Fact]
    public async Task A_lease_that_ran_out_and_is_not_granted_again_stops_the_program()
    {
        await using var server = new AnsweringServer()
            .Replies(201, Lease(renewAfter: 1, ends: 60))
            .Refuses(410, "LEASE_EXPIRED")
            .Refuses(403, "ENTITLEMENT_EXPIRED");

        var typed = await Hold(server, "sleep", "60");

        Assert.Equal(128 + 15, (int)typed.Code);
        Assert.Contains("Another one was not granted", typed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_listen_is_killed()
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 1, ends: 60)).Refuses(410, "LEASE_REVOKED");

        var typed = await Typed.Line(
            [.. Command, "--stop-seconds", "1", "--", "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"],
            server.Url,
            Typed.Token,
            clock: TimeProvider.System
        );

        Assert.Equal(128 + 9, (int)typed.Code);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_while_is_waited_for()
    {
        await using var server = new AnsweringServer()
            .Replies(201, Lease(renewAfter: 1, ends: 60))
            .Refuses(503, "UNAVAILABLE")
            .Replies(200, Lease(renewAfter: 100, ends: 200))
            .Replies(200, Released);

        var typed = await Hold(server, "sleep", "4");

        Assert.Equal(ExitCode.Ok, typed.Code);
        Assert.Contains("lease_1 is not renewed", typed.Error, StringComparison.Ordinal);
        Assert.Equal([Take, Renew, Renew, Release], server.Asked.Select(asked => asked.Line));
    }

    [Fact]
    public async Task Until_the_end_of_its_grace_the_program_runs_and_no_longer()
    {
        await using var server = new AnsweringServer().Replies(201, Lease(renewAfter: 1, ends: 2, grace: 3));
        for (var i = 0; i < 4; i++)
            server.Refuses(403, "ENTITLEMENT_SUSPENDED");
        var begun = TimeProvider.System.GetTimestamp();

        var typed = await Hold(server, "sleep", "60");

        Assert.Equal(128 + 15, (int)typed.Code);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(2), "It was stopped before its end.");
        Assert.Contains("could not be renewed", typed.Error, StringComparison.Ordinal);
    }

    private static readonly string[] Command = ["lease", "hold", "--product", "cad-pro", "--check-seconds", "0"];

    private static Task<Typed> Hold(AnsweringServer server, params string[] program) =>
        Typed.Line([.. Command, "--", .. program], server.Url, Typed.Token, clock: TimeProvider.System);

    private string Lease(int renewAfter, int ends, int? grace = null)
    {
        string At(int seconds) => UtcSeconds.Format(now.AddSeconds(seconds));
        var graceUntil = grace is { } until ? $"\"grace_until\":\"{At(until)}\"," : "";
        return $$"""
            {"lease_id":"lease_1","token":"v4.public.token","status":"active","entitlement_id":"ent_1","tenant_id":"acme",
             "product_id":"cad-pro","license_type":"concurrent","subject_type":"user","subject_id":"alice","features":[],"overdraft":false,
             "generation":1,"issued_at":"{{At(0)}}","expires_at":"{{At(ends)}}",{{graceUntil}}"renew_after":"{{At(renewAfter)}}",
             "server_time":"{{At(0)}}"}
            """;
    }

    private const string Released = """{"lease_id":"lease_1","status":"released","released_at":"2026-01-15T10:00:00Z"}""";
}
