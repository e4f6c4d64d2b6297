namespace BigPicture.Cli;

/// <summary>A command cannot do what it was told, for a reason that its user can mend.</summary>
/// <param name="message">What, and why.</param>
/// <param name="next">What to do about it.</param>
/// <param name="code">What the script that called it is told.</param>
public sealed class CommandException(string message, string next, ExitCode code = ExitCode.Failure) : Exception(message)
{
    public string Next { get; } = next;

    public ExitCode Code { get; } = code;
}
