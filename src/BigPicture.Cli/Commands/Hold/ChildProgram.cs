using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BigPicture.Cli.Commands.Hold;

/// <summary>A program that was started here and shares this one's terminal.</summary>
internal sealed class ChildProgram : IDisposable
{
    private const int NotFound = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    private readonly Process process;

    private ChildProgram(Process process) => (this.process, Exit) = (process, WaitForExit(process));

    /// <summary>Its code; 128 and the signal's number when a signal ended it.</summary>
    public Task<int> Exit { get; }

    /// <returns>Null when it cannot be started.</returns>
    public static ChildProgram? Start(string[] command, IEnumerable<(string Name, string Value)> environment, out StartFailure? failure)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        failure = null;
        try
        {
            return new ChildProgram(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            failure =
                e.NativeErrorCode == NotFound
                    ? new StartFailure(127, $"There is no program {command[0]}.", "Name one that is in the PATH, or by its path.")
                    : new StartFailure(
                        126,
                        $"{command[0]} cannot be started: {e.Message}",
                        "Look at its rights, and whether it is a program."
                    );
            return null;
        }
    }

    /// <summary>Asks it to end; kills it when it has not after a while.</summary>
    public async Task Stop(TimeSpan patience)
    {
        Signal(Terminate);
        if (await Task.WhenAny(Exit, Task.Delay(patience)) != Exit)
            Signal(Kill);
        await Exit;
    }

    public void Signal(int number)
    {
        if (Exit.IsCompleted)
            return;
        if (OperatingSystem.IsWindows())
            process.Kill(entireProcessTree: true);
        else
            _ = SendSignal(process.Id, number);
    }

    public void Dispose() => process.Dispose();

    private static async Task<int> WaitForExit(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}

/// <param name="Code">As shells have it: 127 when there is no such program, 126 when it cannot be started.</param>
internal sealed record StartFailure(int Code, string Message, string Next);
