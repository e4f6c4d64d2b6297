using System.Diagnostics;
using BigPicture.IntegrationTests.Crashes;
using BigPicture.IntegrationTests.Faults;

namespace BigPicture.IntegrationTests.Commands;

/// <summary><c>events tail</c> as a process in a pipe.</summary>
public sealed class EventTailTests(SharedServer server)
{
    [Fact]
    public async Task Following_ends_with_its_reader()
    {
        Machine.Needs("bash", "head", "timeout");
        var start = ServerProcess.Local("events", "tail", "--follow", "--after", "0", "--json");
        var pipe = new ProcessStartInfo(
            "bash",
            ["-c", $"set -o pipefail; timeout 60 {start.FileName} {string.Join(' ', start.ArgumentList)} | head -n 1"]
        )
        {
            RedirectStandardOutput = true,
        };
        pipe.Environment["BIGPICTURE_SERVER"] = server.Live.Url.ToString();
        pipe.Environment["BIGPICTURE_TOKEN"] = server.Live.Founded.AdminToken;
        using var process = Process.Start(pipe)!;

        var line = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("{\"specversion\":\"1.0\"", line, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode); // 124: it went on until the time was up.
    }
}
