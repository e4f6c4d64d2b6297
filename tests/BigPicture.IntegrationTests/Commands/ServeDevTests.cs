using System.Net;
using BigPicture.IntegrationTests.Crashes;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>serve --dev</c>: a server for trials that keeps nothing.</summary>
public sealed class ServeDevTests
{
    [Fact]
    public async Task A_trial_starts_without_any_data_and_gives_the_demo_s_leases()
    {
        await using var server = await ServerProcess.ServeDev();
        Assert.False(server.HasExited, $"The server ended instead of starting: {server.Words}");
        var token = (await server.Hear("Client token")).Split(' ')[^1];
        server.Client.DefaultRequestHeaders.Remove("Authorization");
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        for (var i = 0; i < 4; i++)
        {
            var lease = await server.Client.Post(
                "/v1/license/lease",
                $$"""{"product_id":"cad-pro","subject_type":"user","subject_id":"user-{{i}}"}"""
            );
            lease.Must(i < 3 ? HttpStatusCode.Created : HttpStatusCode.Conflict);
        }
    }
}
