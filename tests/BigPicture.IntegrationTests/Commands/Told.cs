using System.CommandLine;
using System.Text.Json;
using BigPicture.Cli;
using BigPicture.Host.Commands;
using BigPicture.IntegrationTests.Cloud;

namespace BigPicture.IntegrationTests.Commands;

/// <summary>A command of the local server's program, typed in this process, and what it answered.</summary>
internal sealed record Told(ExitCode Code, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    public static Task<Told> By(params string[] arguments) => By(HostCommands.Of(LiveServer.Parts), arguments);

    /// <summary>The same for the cloud server's program.</summary>
    public static Task<Told> ByCloud(params string[] arguments) => By(HostCommands.OfShared(CloudDatabase.Parts), arguments);

    private static async Task<Told> By(IReadOnlyList<Command> commands, string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineApp.Run(
            arguments,
            Surroundings.OfThisProcess() with
            {
                In = TextReader.Null,
                Out = output,
                Error = error,
                IsTerminal = false,
            },
            commands,
            TestContext.Current.CancellationToken
        );
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        return new Told((ExitCode)code, output.ToString(), error.ToString());
    }

    /// <summary>It did what it was told.</summary>
    public Told Fine() => Must(ExitCode.Ok);

    public Told Must(ExitCode code)
    {
        Assert.True(Code == code, $"Ended with {Code} instead of {code}: {Out}{Error}");
        return this;
    }
}
