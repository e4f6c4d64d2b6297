using System.Runtime.InteropServices;

namespace BigPicture.Cli.Commands.Hold;

/// <summary>Hands the words to stop that this program gets on to the one that it runs, so that the seat is given back after it.</summary>
internal sealed class SignalRelay : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Relayed =
    [
        (PosixSignal.SIGHUP, 1),
        (PosixSignal.SIGINT, 2),
        (PosixSignal.SIGQUIT, 3),
        (PosixSignal.SIGTERM, 15),
    ];

    private readonly List<PosixSignalRegistration> registrations;
    private volatile ChildProgram? program;
    private volatile int heard;

    public SignalRelay() =>
        registrations = [
            .. Relayed.Select(relayed => PosixSignalRegistration.Create(relayed.Signal, context => Hear(context, relayed.Number))),
        ];

    /// <summary>The exit code of a program that a signal ended, where one came while nothing ran yet.</summary>
    public int? Heard => heard == 0 ? null : 128 + heard;

    public void RelayTo(ChildProgram started)
    {
        program = started;
        if (heard != 0)
            started.Signal(heard);
    }

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Hear(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (program is not { } running)
            heard = number;
        // Ctrl+C and Ctrl+\ go to everything in the foreground of the terminal: the program has them already.
        else if (context.Signal is not (PosixSignal.SIGINT or PosixSignal.SIGQUIT) || !IsInForeground())
            running.Signal(number);
    }

    private static bool IsInForeground()
    {
        if (OperatingSystem.IsWindows())
            return true;
        var own = ProcessGroup();
        return Enumerable.Range(0, 3).Any(descriptor => ForegroundGroup(descriptor) == own);
    }

    [DllImport("libc", EntryPoint = "getpgrp")]
    private static extern int ProcessGroup();

    [DllImport("libc", EntryPoint = "tcgetpgrp")]
    private static extern int ForegroundGroup(int descriptor);
}
