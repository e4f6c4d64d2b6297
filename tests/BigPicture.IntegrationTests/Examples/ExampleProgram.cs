using System.Diagnostics;
using System.Text;

namespace BigPicture.IntegrationTests.Examples;

/// <summary>An example that runs, and what it has said so far.</summary>
internal sealed class ExampleProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder said = new();

    public ExampleProgram(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Text
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public async Task Says(string words)
    {
        var since = Stopwatch.StartNew();
        while (!Text.Contains(words, StringComparison.Ordinal) && !process.HasExited && since.Elapsed < Patience)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Contains(words, Text, StringComparison.Ordinal);
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> Ended()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said)
            said.AppendLine(line.Data);
    }
}
