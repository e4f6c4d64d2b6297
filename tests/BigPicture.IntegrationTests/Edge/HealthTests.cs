using System.Net;
using BigPicture.Application.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BigPicture.IntegrationTests.Edge;

public sealed class HealthTests(SharedServer server)
{
    [Theory]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    public async Task A_server_that_can_work_says_what_it_looked_at(string path)
    {
        var reply = (await server.Live.Anonymous.Get(path)).Must(HttpStatusCode.OK);
        Assert.Equal("ready", reply["status"]);
        Assert.Equal(
            ["clock", "database", "ledger", "running", "signing_key"],
            reply.Body.GetProperty("checks").EnumerateArray().Select(check => check.GetString()).Order()
        );
    }

    [Fact]
    public async Task A_server_that_cannot_names_what_fails_and_is_alive()
    {
        await using var sick = await LiveServer.Start(also: services =>
            services
                .AddSingleton<IReadinessCheck>(new Check("disk", () => "is full"))
                .AddSingleton<IReadinessCheck>(new Check("power", () => throw new InvalidOperationException("secret")))
        );
        var reply = (await sick.Anonymous.Get("/readyz")).MustRefuse(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        Assert.Equal(["disk", "power"], reply.Fields.Order());
        Assert.Contains("is full", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        Assert.NotNull(reply.Header("Retry-After"));
        (await sick.Anonymous.Get("/livez")).Must(HttpStatusCode.OK);
    }

    private sealed class Check(string name, Func<string?> problem) : IReadinessCheck
    {
        public string Name => name;

        public ValueTask<string?> Problem(CancellationToken cancel) => new(problem());
    }
}
