using System.Diagnostics;
using System.Net;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>lease hold</c> as a process, against a server: words to stop reach the program, and its seat comes back.</summary>
public sealed class HoldTests
{
    [Fact]
    public async Task A_word_to_stop_reaches_the_program_and_a_revocation_does()
    {
        using var data = await ServerData.Found();
        await using var server = await ServerProcess.Serve(data);

        using (var held = Hold(server, data, "trap 'echo told; exit 7' TERM; echo runs; while :; do sleep 0.1; done"))
        {
            await Hear(held, "runs");
            Assert.Single(await Live(server));
            await Machine.Run("kill", "-TERM", $"{held.Id}");
            await Hear(held, "told");
            await held.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(7, held.ExitCode);
            Assert.Empty(await Live(server));
        }

        using (var held = Hold(server, data, "echo runs; exec sleep 60"))
        {
            await Hear(held, "runs");
            var lease = Assert.Single(await Live(server));
            (await server.Client.Post($"/v1/leases/{lease}/revoke", """{"reason":"test"}""")).Must(HttpStatusCode.OK);
            await held.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(128 + 15, held.ExitCode);
        }
    }

    private static Process Hold(ServerProcess server, ServerData data, string script)
    {
        var start = ServerProcess.Local(
            "lease",
            "hold",
            "--product",
            "cad-pro",
            "--tenant",
            "acme",
            "--check-seconds",
            "1",
            "--",
            "sh",
            "-c",
            script
        );
        start.Environment["BIGPICTURE_SERVER"] = server.Client.BaseAddress!.ToString();
        start.Environment["BIGPICTURE_TOKEN"] = data.Token;
        return Process.Start(start)!;
    }

    private static async Task Hear(Process process, string line) =>
        Assert.Equal(line, await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

    private static async Task<List<string>> Live(ServerProcess server)
    {
        var leases = await server.Client.Get("/v1/leases");
        return
        [
            .. leases
                .Must(HttpStatusCode.OK)
                .Body.GetProperty("leases")
                .EnumerateArray()
                .Select(l => l.GetProperty("lease_id").GetString()!),
        ];
    }
}
