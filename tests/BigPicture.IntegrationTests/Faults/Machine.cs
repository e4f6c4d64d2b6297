using System.Diagnostics;

namespace BigPicture.IntegrationTests.Faults;

/// <summary>What a test needs of the machine: tools, rights, and rounds as the run has time for them.</summary>
internal static class Machine
{
    /// <summary>The long run plays every round; the ordinary one some of them.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("BIGPICTURE_LONG") == "1";

    public static int Rounds(int ordinary, int whole) => IsLong ? whole : ordinary;

    /// <summary>Skips the test, and says why, where a tool is missing.</summary>
    public static void Needs(params string[] tools)
    {
        var missing = tools.Where(tool => Find(tool) is null).ToList();
        Assert.SkipWhen(missing.Count > 0, $"Not installed here: {string.Join(", ", missing)}.");
    }

    /// <summary>Skips the test, and says why, where file systems cannot be mounted.</summary>
    public static void NeedsRoot() =>
        Assert.SkipUnless(Environment.UserName == "root", "File systems are mounted here, for which one must be root.");

    /// <summary>Runs a command; its failure is the test's.</summary>
    public static async Task<string> Run(string command, params string[] arguments)
    {
        var (code, words) = await Try(command, arguments);
        Assert.True(code == 0, $"{command} {string.Join(' ', arguments)} ended with {code}: {words}");
        return words;
    }

    public static async Task<(int Code, string Words)> Try(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Waits for what must become true.</summary>
    public static async Task Until(Func<Task<bool>> holds, string complaint, int seconds = 20)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed.TotalSeconds < seconds, complaint);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static string? Find(string tool) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"
            .Split(':')
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(File.Exists);
}
