using BigPicture.Cli;
using BigPicture.Protocol.Wire;
using Xunit;

namespace BigPicture.Tests.Cli;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("lease")]
    [InlineData("lease", "frobnicate")]
    [InlineData("lease", "list", "--frobnicate")]
    [InlineData("lease", "acquire")]
    [InlineData("lease", "show")]
    [InlineData("lease", "list", "--limit", "many")]
    [InlineData("lease", "acquire", "--product", "cad-pro", "--user", "a", "--machine", "m")]
    [InlineData("entitlement", "revoke", "ent_1")]
    [InlineData("entitlement", "update", "ent_1", "--ends-at", "tomorrow")]
    [InlineData("entitlement", "create", "--tenant", "acme", "--product", "p", "--policy", "[1]")]
    [InlineData("lease", "verify", "v4.public.x")]
    [InlineData("lease", "verify", "v4.public.x", "--root-key", "k4.public.x")]
    [InlineData("lease", "list", "--server", "ftp://x")]
    public async Task A_line_that_makes_no_sense_is_a_usage_error_and_says_where_help_is(params string[] args)
    {
        var typed = await Typed.Line(args, token: Typed.Token);

        Assert.Equal(ExitCode.Usage, typed.Code);
        Assert.Empty(typed.Out);
        Assert.StartsWith("error: ", typed.Error, StringComparison.Ordinal);
        Assert.Contains("next: ", typed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, ErrorCodes.BadRequest, ExitCode.Usage)]
    [InlineData(400, ErrorCodes.TokenInvalid, ExitCode.Integrity)]
    [InlineData(401, ErrorCodes.Unauthorized, ExitCode.Authentication)]
    [InlineData(403, ErrorCodes.Forbidden, ExitCode.Authentication)]
    [InlineData(403, ErrorCodes.EntitlementSuspended, ExitCode.Refused)]
    [InlineData(403, ErrorCodes.FeatureNotEntitled, ExitCode.Refused)]
    [InlineData(404, ErrorCodes.NotFound, ExitCode.NotFound)]
    [InlineData(404, ErrorCodes.NoEntitlement, ExitCode.Refused)]
    [InlineData(409, ErrorCodes.SeatsExhausted, ExitCode.Refused)]
    [InlineData(409, ErrorCodes.Conflict, ExitCode.Conflict)]
    [InlineData(410, ErrorCodes.LeaseReleased, ExitCode.Refused)]
    [InlineData(412, ErrorCodes.VersionMismatch, ExitCode.Conflict)]
    [InlineData(429, ErrorCodes.RateLimited, ExitCode.Failure)]
    [InlineData(500, ErrorCodes.InternalError, ExitCode.Failure)]
    [InlineData(403, "A_CODE_OF_A_LATER_SERVER", ExitCode.Refused)]
    public async Task Each_refusal_has_its_exit_code(int status, string code, ExitCode expected)
    {
        await using var server = new AnsweringServer().Refuses(status, code);

        var typed = await Typed.At(server, "lease", "show", "lease_1");

        Assert.Equal(expected, typed.Code);
        Assert.Empty(typed.Out);
        Assert.Contains($"It says no. ({code})", typed.Error, StringComparison.Ordinal);
        Assert.Contains("request_id: r-1", typed.Error, StringComparison.Ordinal);
        Assert.Contains("next: ", typed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bp_short")]
    [InlineData("v4.public.some-other-secret")]
    [InlineData("bp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n")]
    public async Task What_is_no_token_is_not_sent_anywhere(string? token)
    {
        await using var server = new AnsweringServer();

        var typed = await Typed.Line(["lease", "list"], server.Url, token);

        Assert.Equal(ExitCode.Authentication, typed.Code);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        string url;
        await using (var gone = new AnsweringServer())
            url = gone.Url;

        var typed = await Typed.Line(["lease", "list"], url, Typed.Token);

        Assert.Equal(ExitCode.Unreachable, typed.Code);
        Assert.Contains(url, typed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, "{}")]
    [InlineData(302, "")]
    [InlineData(502, "<html>bad gateway</html>")]
    public async Task Whatever_else_listens_there_is_a_failure_and_no_crash(int status, string body)
    {
        await using var server = new AnsweringServer().Replies(status, body);

        var typed = await Typed.At(server, "lease", "list");

        Assert.Equal(ExitCode.Failure, typed.Code);
        Assert.Contains("not as a Big Picture server does", typed.Error, StringComparison.Ordinal);
    }
}
