using System.Diagnostics;
using BigPicture.IntegrationTests.Commands;

namespace BigPicture.IntegrationTests.Docs;

/// <summary>The steps of docs/operations-local.md for a root that never touches the server, typed as they stand there.</summary>
public sealed class OfflineRootTests : IDisposable
{
    private static readonly Page Page = new("docs/operations-local.md");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-offline-root-");

    [Fact]
    public async Task A_server_whose_root_lies_elsewhere_is_made_and_gets_its_next_delegate()
    {
        var blocks = Page.Under("Keys");
        Assert.Equal(3, blocks.Count);

        var made = await Type(blocks[1]);
        Assert.Contains("elsewhere", made, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(In("data/keys"), "root-*"));
        Assert.Single(Directory.GetFiles(In("root/keys"), "root-*"));
        var before = await LeaseKeys();
        Assert.Equal("signs", before.Single().State);

        await Type(blocks[2]);
        Assert.Equal(["retired", "signs"], (await LeaseKeys()).Select(key => key.State));
        Assert.NotEqual(before[0].Parent, (await LeaseKeys())[1].Parent);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>With the program under the name that the page gives it; stops at the first that fails.</summary>
    private async Task<string> Type(string commands)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"set -euo pipefail\nbigpicture() {'{'} dotnet '{BigPicture.Testing.Checkout.LocalServer}' \"$@\"; {'}'}\n{commands}"]
        )
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test runner was started with is not the reader's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("BIGPICTURE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"Ended with {process.ExitCode}:\n{await output}\n{errors}");
        return await output;
    }

    private async Task<IReadOnlyList<(string State, string Parent)>> LeaseKeys()
    {
        var keys = (await Told.By("keys", "list", "--data", In("data"), "--json")).Fine().Json.GetProperty("keys").EnumerateArray();
        return
        [
            .. keys.Where(key => key.GetProperty("use").GetString() == "lease")
                .Select(key => (key.GetProperty("state").GetString()!, key.GetProperty("certificates")[1].GetString()!)),
        ];
    }

    private string In(string name) => Path.Combine(folder.FullName, name);
}
