using System.CommandLine;
using BigPicture.Cli.Output;

namespace BigPicture.Cli;

/// <summary>What a command sees of the machine that it runs on, so that a test can be one.</summary>
public sealed record Surroundings
{
    public required TextReader In { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person reads <see cref="Out"/>: tables then, else tab-separated lines.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Whether nobody reads <see cref="Out"/> any more.</summary>
    public Func<bool> IsOutputClosed { get; init; } = () => false;

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>What this program is called by.</summary>
    public string ProgramName { get; init; } = "bigpicture";

    public required string UserName { get; init; }

    public required string MachineName { get; init; }

    public static Surroundings OfThisProcess() =>
        new()
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            IsTerminal = !Console.IsOutputRedirected,
            IsOutputClosed = ClosedOutput.IsClosed,
            Variable = Environment.GetEnvironmentVariable,
            Clock = TimeProvider.System,
            ProgramName = RootCommand.ExecutableName,
            UserName = Environment.UserName,
            MachineName = Environment.MachineName,
        };
}
