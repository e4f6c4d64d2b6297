using BigPicture.Cli;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BigPicture.Tests.Cli;

/// <summary>One command line as typed somewhere, and what came of it.</summary>
internal sealed record Typed(ExitCode Code, string Out, string Error)
{
    public const string Token = "bp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs it against a server, by somebody who has a token.</summary>
    public static Task<Typed> At(AnsweringServer server, params string[] args) => Line(args, server.Url, Token);

    public static async Task<Typed> Line(
        string[] args,
        string? server = null,
        string? token = null,
        string stdin = "",
        bool isTerminal = false,
        string? noColor = null,
        TimeProvider? clock = null
    )
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var surroundings = new Surroundings
        {
            In = new StringReader(stdin),
            Out = output,
            Error = error,
            IsTerminal = isTerminal,
            Variable = name =>
                name switch
                {
                    "BIGPICTURE_SERVER" => server,
                    "BIGPICTURE_TOKEN" => token,
                    "NO_COLOR" => noColor,
                    _ => null,
                },
            Clock = clock ?? new FakeTimeProvider(Now),
            UserName = "alice",
            MachineName = "desk-7",
        };
        var code = await CommandLineApp.Run(args, surroundings, hostCommands: [], TestContext.Current.CancellationToken);
        return new Typed((ExitCode)code, output.ToString(), error.ToString());
    }
}
