using System.Diagnostics;

namespace BigPicture.IntegrationTests.Packages;

/// <summary>The packages as <c>build/pack</c> makes them, and a folder away from the repository for a program that adds them.</summary>
public sealed class PackedClient : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bigpicture-packages-");

    public string Folder => folder.FullName;

    /// <summary>What <c>build/pack</c> says: each package with its size, and what it brings along for each framework.</summary>
    public string Told { get; private set; } = "";

    public async ValueTask InitializeAsync() => Told = await Run($"'{Repository.Path("build/pack")}' '{Folder}/packages'");

    /// <returns>What was written, when it succeeded.</returns>
    public async Task<string> Run(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"{command} 2>&1"]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        // What the tests themselves were built with is not this program's.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}:\n{said}");
        return said;
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
